import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { programAgain } from '../../../electron/start/again.ts';
import { guardianScript } from '../../../electron/watchdog/guardian.ts';
import { Watchdog } from '../../../electron/watchdog/watchdog.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'casque-watchdog-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const deaths = (): string => join(folder, 'deaths');
const started = (): string => join(folder, 'started');
const seconds = (): number => Math.floor(Date.now() / 1000);

/** A guardian of a program that only notes with which arguments it was started. */
function guardian(): ChildProcess {
  const program = ['/bin/sh', '-c', 'printf "%s\\n" "$*" >>"$0"', started(), '--lang=fr', 'two words'];
  return spawn('/bin/sh', ['-c', guardianScript, 'guardian', deaths(), ...program], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}

describe('the guardian', () => {
  it('starts the program again, as it was started, when its pipe ends without a word', async () => {
    const child = guardian();
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(readFileSync(started(), 'utf8')).toBe('--lang=fr two words\n');
    expect(Number(readFileSync(deaths(), 'utf8'))).toBeGreaterThan(seconds() - 30);
  });

  it('does nothing after the word that all is over', async () => {
    const child = guardian();
    child.stdin?.end('over\n');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(existsSync(started())).toBe(false);
  });

  it('gives up at the third death within a minute, and begins anew after that', async () => {
    writeFileSync(deaths(), `${seconds() - 20}\n${seconds() - 5}\n`);
    const third = guardian();
    third.stdin?.end();
    await once(third, 'exit');
    expect(existsSync(started())).toBe(false);
    expect(existsSync(deaths())).toBe(false);
    const next = guardian();
    next.stdin?.end();
    await once(next, 'exit');
    expect(existsSync(started())).toBe(true);
  });

  it('forgets deaths of more than a minute ago, and what it cannot read', async () => {
    writeFileSync(deaths(), `${seconds() - 90}\n${seconds() - 61}\nrubbish\n\n${seconds() + 1000}\n`);
    const child = guardian();
    child.stdin?.end();
    await once(child, 'exit');
    expect(existsSync(started())).toBe(true);
    expect(readFileSync(deaths(), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it.runIf(process.platform === 'linux')('keeps nothing open that it was left', async () => {
    const child = spawn('/bin/bash', ['-c', guardianScript, 'guardian', deaths(), '/bin/false'], {
      stdio: ['pipe', 'ignore', 'ignore', ...Array.from({ length: 12 }, () => 'pipe' as const)],
    });
    await vi.waitFor(() => expect(readdirSync(`/proc/${child.pid ?? 0}/fd`).toSorted()).toEqual(['0', '1', '2']));
    (child.stdin as Writable).end('over\n');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

describe('the watchdog', () => {
  it('has one guardian while it is wanted, without anything of ours but its pipe, and none afterwards', async () => {
    const children: ChildProcess[] = [];
    const watchdog = new Watchdog({
      again: { program: '/bin/false', args: [], env: process.env },
      deaths: deaths(),
      spawn: ((...given: Parameters<typeof spawn>) => {
        const child = spawn(...given);
        children.push(child);
        return child;
      }) as typeof spawn,
      log: { warn: () => undefined },
    });
    watchdog.use(true);
    watchdog.use(true);
    expect(children).toHaveLength(1);
    const [child] = children;
    if (child === undefined) throw new Error('no guardian');
    const ended = once(child, 'exit');
    watchdog.use(false);
    watchdog.use(false);
    expect(await ended).toEqual([0, null]);
    expect(existsSync(deaths())).toBe(false);
  });
});

describe('the program is started again', () => {
  const argv = [
    'casque',
    '--user-data-dir=/tmp/a',
    '-r',
    'hold.cjs',
    'tel:0298001234',
    '--practice',
    '--update-failed=1.2.3',
  ];
  const given = { execPath: '/opt/casque', argv, source: null };

  it('with what holds for every start, and not with what was asked of this one', () => {
    expect(programAgain({ ...given, env: { HOME: '/home/lea' } })).toEqual({
      program: '/opt/casque',
      args: ['--user-data-dir=/tmp/a', '--practice'],
      env: { HOME: '/home/lea' },
    });
  });

  it('as the AppImage that it is in, or from its source', () => {
    const env = { APPIMAGE: '/home/lea/casque.AppImage', APPDIR: '/tmp/.mount' };
    expect(programAgain({ ...given, env })).toMatchObject({ program: '/home/lea/casque.AppImage', env: {} });
    // Unpacked, since this machine has no FUSE: it cannot be started in another way.
    const execPath = '/tmp/appimage_extracted_0123456789abcdef/casque';
    expect(programAgain({ ...given, execPath, env }).env).toEqual({ APPIMAGE_EXTRACT_AND_RUN: '1' });
    expect(programAgain({ ...given, env: {}, source: '/src' }).args[0]).toBe('/src');
  });
});

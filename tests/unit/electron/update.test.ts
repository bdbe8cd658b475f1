import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isNewer } from '../../../domain/wire/update.ts';
import { lastingArguments } from '../../../electron/start/again.ts';
import { fetchUpdate, isTrustworthy } from '../../../electron/update/fetch-update.ts';
import { guardianShell } from '../../../electron/start/guardian-shell.ts';
import { guardianScript } from '../../../electron/update/guardian.ts';
import { failedIn } from '../../../electron/update/open-updates.ts';
import { Updates } from '../../../electron/update/updates.ts';
import { whyNotNow } from '../../../electron/update/why-not-now.ts';
import type { UpdateState } from '../../../renderer/bridges/update.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'casque-update-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const idle = { queued: 0, unsent: 0, wrapUp: false };

describe('an update waits', () => {
  it.each([
    ['while there is a call', { hasCall: true, inHand: idle }, 'call'],
    ['for the end of the wrap-up', { hasCall: false, inHand: { ...idle, wrapUp: true } }, 'wrapUp'],
    ['for a text that is not sent', { hasCall: false, inHand: { ...idle, unsent: 1 } }, 'unsent'],
    ['for what the server has not confirmed', { hasCall: false, inHand: { ...idle, queued: 2 } }, 'queued'],
    ['while the desk has not said what is in hand', { hasCall: false, inHand: null }, 'starting'],
    ['for nothing else', { hasCall: false, inHand: idle }, null],
  ] as const)('%s', (_, moment, why) => {
    expect(whyNotNow(moment)).toBe(why);
  });

  it('and is installed by itself only when nobody is at the machine, or when somebody says so', async () => {
    vi.useFakeTimers();
    const install = vi.fn(() => Promise.resolve());
    const [quit, states] = [vi.fn(), [] as UpdateState[]];
    const clock = { idle: 0, call: false };
    const updates = new Updates({
      appImage: { install },
      fetch: () => Promise.resolve('1.3.0'),
      marker: join(folder, 'usable'),
      failed: null,
      hasCall: () => clock.call,
      idleSeconds: () => clock.idle,
      quit,
      onState: (state) => states.push(state),
      incidents: { all: [], happened: vi.fn() },
      log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
    });
    updates.usable();
    updates.use({ ...idle, unsent: 1 });
    clock.idle = 600;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await updates.install()).toBe(false);
    clock.call = true;
    updates.use(idle);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await updates.install()).toBe(false);
    clock.call = false;
    clock.idle = 5;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(install).not.toHaveBeenCalled();
    expect(states.map((state) => state?.waitsFor)).toEqual(['unsent', 'call', null]);
    clock.idle = 120;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(install).toHaveBeenCalledExactlyOnceWith('1.3.0');
    expect(quit).toHaveBeenCalledTimes(1);
    updates.stop();
    vi.useRealTimers();
  });
});

describe('a newer version', () => {
  let server: Server;
  let address = '';
  const files = new Map<string, string>();
  const program = '#!/bin/sh\n';
  const sha512 = createHash('sha512').update(program).digest('hex');

  function offer(version: string, change: { readonly sha512?: string; readonly size?: number } = {}): void {
    const file = { name: 'casque.AppImage', sha512, size: program.length, ...change };
    files.set('/updates/casque-update.json', JSON.stringify({ version, files: { 'linux-x64': file } }));
    files.set('/updates/casque.AppImage', program);
  }

  beforeEach(async () => {
    files.clear();
    server = createServer((request, response) => {
      const content = files.get(request.url ?? '');
      response.writeHead(content === undefined ? 404 : 200).end(content);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/updates`;
  });
  afterEach(() => void server.close());

  const get = (change: { readonly current?: string; readonly failed?: string[] } = {}) =>
    fetchUpdate({
      fetch: (url, options) => fetch(url, options),
      address,
      machine: 'linux-x64',
      current: '1.2.9',
      failed: [],
      file: join(folder, 'casque.new'),
      ...change,
    });

  it('is fetched whole, and can be run', async () => {
    offer('1.3.0');
    expect(await get()).toBe('1.3.0');
    expect(readFileSync(join(folder, 'casque.new'), 'utf8')).toBe(program);
    expect(statSync(join(folder, 'casque.new')).mode & 0o111).toBe(0o111);
  });

  it('is not one that is older, the same, for another machine, or did not start here', async () => {
    offer('1.2.9');
    expect(await get()).toBeNull();
    offer('1.3.0');
    expect(await get({ failed: ['1.3.0'] })).toBeNull();
    expect([isNewer('1.10.0', '1.9.9'), isNewer('1.3.0', '1.3.0'), isNewer('1.2.9', '2.0.0')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([{ sha512: 'a'.repeat(128) }, { size: program.length + 1 }, { size: 3 }])(
    'that is not what the feed says is thrown away: %o',
    async (change) => {
      offer('1.3.0', change);
      await expect(get()).rejects.toMatchObject({ code: 'SERVER_REPLY_MALFORMED' });
      expect(existsSync(join(folder, 'casque.new'))).toBe(false);
    },
  );

  it('comes over TLS or from this machine only', () => {
    expect(['https://casque.example/u', 'http://127.0.0.1:8000/u'].map(isTrustworthy)).toEqual([true, true]);
    expect(['http://casque.example/u', 'file:///tmp/u', 'nonsense'].map(isTrustworthy)).toEqual([false, false, false]);
  });

  it('is started as the one before, and a failure is told by the last argument', () => {
    const argv = ['casque', '--practice', '--inspect=9229', 'tel:112', '--lang=fr', '--update-failed=1.3.0'];
    expect(lastingArguments(argv)).toEqual(['--practice', '--lang=fr']);
    expect(failedIn(argv)).toBe('1.3.0');
    expect(failedIn(['casque', '--update-failed=1.3.0;rm'])).toBeNull();
  });
});

describe.runIf(process.platform === 'linux')('the guardian of a first start', () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  /** Programs write who they are; the former one also what it was told. */
  async function watch(newProgram: string, patience = 3): Promise<{ readonly told: string; readonly program: string }> {
    const file = (name: string): string => join(folder, name);
    const former = `#!/bin/sh\necho "former $*" >> "${file('told')}"\n`;
    writeFileSync(file('former'), former);
    writeFileSync(file('program'), `#!/bin/sh\necho "new $*" >> "${file('told')}"\n${newProgram}\n`);
    for (const name of ['former', 'program']) chmodSync(file(name), 0o755);
    // The program that ends.
    const ending = spawn('true');
    await once(ending, 'exit');
    const given = [file('program'), file('former'), file('marker'), '1.3.0', String(ending.pid), String(patience)];
    const guardian = spawn(...guardianShell(guardianScript, [...given, '--practice']));
    running.push(guardian);
    await once(guardian, 'exit');
    return { told: readFileSync(file('told'), 'utf8'), program: readFileSync(file('program'), 'utf8') };
  }

  it('leaves a version that is usable, and removes the former one', async () => {
    const { told } = await watch(`: > "${join(folder, 'marker')}"\nexec sleep 2`);
    expect(told).toBe('new --practice\n');
    expect([existsSync(join(folder, 'former')), existsSync(join(folder, 'marker'))]).toEqual([false, false]);
  });

  it.each([
    ['dies', 'exit 3'],
    ['is killed', 'kill -9 $$'],
    ['is never usable', 'exec sleep 60'],
  ])('puts the former version back when the new one %s, and tells it', async (_, newProgram) => {
    const { told, program } = await watch(newProgram, 1);
    expect(told).toBe('new --practice\nformer --practice --update-failed=1.3.0\n');
    expect(program).toContain('former');
  });

  it('keeps nothing open that it was left', async () => {
    const ending = spawn('/bin/sh', ['-c', 'read -r word'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const given = ['/bin/true', join(folder, 'former'), join(folder, 'marker'), '1.3.0', String(ending.pid), '1'];
    const guardian = spawn(...guardianShell(guardianScript, given), {
      stdio: ['ignore', 'ignore', 'ignore', ...Array.from({ length: 12 }, () => 'pipe' as const)],
    });
    running.push(ending, guardian);
    await vi.waitFor(() => expect(readdirSync(`/proc/${guardian.pid ?? 0}/fd`).toSorted()).toEqual(['0', '1', '2']));
    ending.stdin.end('over\n');
    expect(await once(guardian, 'exit')).toEqual([0, null]);
  });

  it('has nothing against a version that somebody closed before it was usable', async () => {
    expect((await watch('exit 0')).told).toBe('new --practice\n');
    expect(existsSync(join(folder, 'former'))).toBe(true);
  });
});

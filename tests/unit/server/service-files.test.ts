/** What runs the server in a container and under systemd names what is there; neither is started here. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../server/configuration.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (name: string): string => readFileSync(join(root, 'assets', 'server', name), 'utf8');
const instructions = read('Containerfile')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .flatMap((line) => {
    const [, name, rest] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    return name === undefined || rest === undefined ? [] : [{ name, rest }];
  });
const all = (name: string): string[] => instructions.filter((each) => each.name === name).map(({ rest }) => rest);
const unit = new Map(
  [...read('casque-server.service').matchAll(/^(\w+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, value]),
);

function assignments(words: string): Record<string, string> {
  return Object.fromEntries(words.split(/\s+/).map((pair) => pair.split('=', 2) as [string, string]));
}

/** Files that the program loads at its start, by the imports that each names. */
function loadedFrom(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const text = readFileSync(join(root, entry), 'utf8');
  for (const [, named = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    loadedFrom(normalize(join(dirname(entry), named)), seen);
  }
  return seen;
}

/** Packages that these files import. */
function packagesOf(files: Iterable<string>): Set<string> {
  const names = [...files].flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^(?:import|export) (?!type)[^;]*?from '([^.][^']*)'/gm)].map(
      ([, name = '']) => name,
    ),
  );
  const packages = names.filter((name) => !name.startsWith('node:'));
  return new Set(
    packages.map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
  );
}

describe('the container file', () => {
  it('copies what there is, and all that the server loads', () => {
    const copied = all('COPY').flatMap((rest) => rest.split(/\s+/).slice(0, -1));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const loaded = [...loadedFrom('server/main.ts')];
    expect(loaded.length).toBeGreaterThan(100);
    expect(loaded.filter((file) => !copied.some((path) => file === path || file.startsWith(`${path}/`)))).toEqual([]);
  });

  it('installs every package that the server loads', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const needed = packagesOf(loadedFrom('server/main.ts'));
    expect(needed.size).toBeGreaterThan(8);
    expect([...needed].filter((name) => !(name in dependencies))).toEqual([]);
  });

  it('starts the program, as nobody in particular, with settings that it takes', () => {
    const [entry] = all('ENTRYPOINT').map((rest) => JSON.parse(rest) as string[]);
    expect(entry).toEqual(['node', 'server/main.ts']);
    expect(all('USER')).toEqual(['node']);
    expect(instructions.at(-1)?.name).toBe('ENTRYPOINT');
    const { CASQUE_HOST, CASQUE_DATA } = assignments(all('ENV').join(' '));
    expect(readConfiguration({ CASQUE_HOST, CASQUE_DATA })).toMatchObject({ host: '0.0.0.0', port: 8470 });
    expect(all('EXPOSE')).toEqual(['8470']);
    expect(all('RUN').join(' ')).toContain(`install -d -o node -g node -m 0700 ${CASQUE_DATA}`);
  });
});

describe('the systemd unit', () => {
  it('starts the program with a command that it knows and settings that it takes', () => {
    const [program, ...args] = (unit.get('ExecStart') ?? '').replace('/usr/bin/env node /opt/casque/', '').split(' ');
    expect(program).toBe('server/main.ts');
    const help = spawnSync(process.execPath, [join(root, program ?? ''), ...args, '--help'], { encoding: 'utf8' });
    expect([help.status, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain(`Usage: casque-server ${args.join(' ')} `);
    const { CASQUE_DATA } = assignments(unit.get('Environment') ?? '');
    expect(readConfiguration({ CASQUE_DATA }).dataFolder).toBe(`/var/lib/${unit.get('StateDirectory')}`);
    expect(existsSync(join(root, unit.get('Documentation')?.replace('file:/opt/casque/', '') ?? ''))).toBe(true);
  });

  it('gives it more time to stop than it needs, and no rights that it does not', () => {
    const needed = 15;
    expect(Number(unit.get('TimeoutStopSec'))).toBeGreaterThan(needed);
    expect(unit.get('User')).toBe('casque');
    for (const key of ['NoNewPrivileges', 'PrivateTmp', 'PrivateDevices', 'ProtectHome', 'RestrictSUIDSGID']) {
      expect([key, unit.get(key)]).toEqual([key, 'yes']);
    }
    expect(unit.get('ProtectSystem')).toBe('strict');
  });
});

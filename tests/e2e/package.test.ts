/** The package as people get it: its fuses, its content and its start. Made by `npm run dist -- --dir --for-tests`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { fusesOf } from '../../electron/fuses.ts';
import { ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp } from '../lab/app.ts';
import { Display } from '../lab/display.ts';

const folder = (process.env['CASQUE_PACKAGED'] ??= join(ROOT, 'dist', 'linux-unpacked'));

test('every fuse of the program is as stated', async () => {
  const wire = await getCurrentFuseWire(join(folder, 'casque'));
  const stated = fusesOf({ platform: process.platform, forTests: true });
  const fuses = Object.values(FuseV1Options).filter((fuse) => typeof fuse === 'number');
  // The wire holds the characters `0` and `1`.
  const found = fuses.map((fuse) => [fuse, String.fromCharCode(Number(wire[fuse])) === '1']);
  expect(Object.fromEntries(found)).toEqual(stated);
});

test('a package for people keeps the inspector shut', () => {
  expect(fusesOf({ platform: 'linux', forTests: false })[FuseV1Options.EnableNodeCliInspectArguments]).toBe(false);
});

test('it starts, from the archive, and holds nothing but the program', async () => {
  expect(existsSync(join(folder, 'resources', 'app'))).toBe(false);
  expect(existsSync(join(folder, 'resources', '70-casque-headsets.rules'))).toBe(process.platform === 'linux');
  const display = await Display.start();
  const app = await CasqueApp.launch({ name: 'package', display });
  try {
    await Promise.all([app.desk(), app.voice()]);
    const { packaged, version, files } = await app.electron.evaluate(({ app: running }) => {
      const fs = process.getBuiltinModule('node:fs');
      const root = running.getAppPath();
      return {
        packaged: running.isPackaged,
        version: running.getVersion(),
        files: [...fs.readdirSync(root), ...fs.readdirSync(`${root}/out`)].sort(),
      };
    });
    expect(packaged).toBe(true);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(files).toEqual(['main', 'out', 'package.json', 'preload', 'renderer']);
  } finally {
    await app.stop();
    await display.stop();
  }
});

/** The package as people get it: its fuses, its content and its start. Made by `npm run dist -- --dir --for-tests`. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { builderConfig } from '../../electron/builder.config.ts';
import { fusesOf } from '../../electron/fuses.ts';
import { ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp } from '../lab/app.ts';
import { Display } from '../lab/display.ts';
import { labFolder } from '../lab/folder.ts';

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

test('the Debian package brings the rule for headsets, and puts it to use for those that are plugged in', () => {
  test.skip(!existsSync('/usr/bin/dpkg-deb'), 'dpkg-deb is Debian’s');
  const { deb } = builderConfig({ forTests: false, electron: undefined });
  const made = labFolder('deb');
  const file = join(made.path, 'casque.deb');
  // As electron-builder asks it of fpm, without the program itself.
  const what = [
    '--name',
    'casque',
    '--version',
    '1.0.0',
    '--architecture',
    'amd64',
    '--maintainer',
    'Casque <m@casque.example>',
  ];
  const scripts = ['--after-install', String(deb?.afterInstall), '--description', 'Casque\n a phone'];
  const fpm = join(ROOT, 'scripts', 'package', 'debian-package.mjs');
  const dpkgDeb = (...args: string[]): string => execFileSync('dpkg-deb', args, { encoding: 'utf8' });
  try {
    execFileSync(process.execPath, [
      fpm,
      '-s',
      'dir',
      '-t',
      'deb',
      ...what,
      ...scripts,
      '--package',
      file,
      ...(deb?.fpm ?? []),
    ]);
    expect(dpkgDeb('--contents', file)).toMatch(
      /^-rw-r--r-- root\/root .* \.\/usr\/lib\/udev\/rules\.d\/70-casque-headsets\.rules$/m,
    );
    dpkgDeb('--control', file, join(made.path, 'control'));
    const script = readFileSync(join(made.path, 'control', 'postinst'), 'utf8');
    expect(script).toContain('update-desktop-database');
    expect(script).toMatch(/udevadm control --reload[^]*udevadm trigger --subsystem-match=hidraw/);
  } finally {
    made.remove();
  }
});

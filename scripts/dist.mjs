#!/usr/bin/env node
/**
 * `npm run dist`: builds Casque and makes what this platform can: tar.gz, deb and AppImage on Linux, NSIS on Windows, dmg and
 * zip on macOS, into `dist/`.
 *
 * `--dir`        only the unpacked program, without archives
 * `--for-tests`  leaves the inspector open, for the tests of the package; never for people
 * `--skip-build` packages the `out/` that is there
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { builderConfig } from '../electron/builder.config.ts';
import { billOfMaterials } from './package/bill-of-materials.mjs';
import { electronDist } from './setup/electron-runtime.mjs';
import { hasCommand } from './setup/run.mjs';
import { projectEnv, projectNode, ROOT } from './setup/paths.mjs';
import { say } from './setup/say.mjs';

const known = ['--dir', '--for-tests', '--skip-build'];

async function main(args) {
  const unknown = args.filter((arg) => !known.includes(arg));
  if (unknown.length > 0) {
    say(`Usage: npm run dist [-- ${known.join(' ')}]`);
    return 2;
  }
  if (!args.includes('--skip-build') && !buildApp()) return 1;
  const electron = electronDist();
  const config = builderConfig({
    forTests: args.includes('--for-tests'),
    electron: electron.packageDir === undefined ? undefined : { dir: electron.packageDir, version: electron.version },
  });
  useSystemArchiver();
  const targets = args.includes('--dir') ? ['dir'] : await possibleTargets();
  const made = await build({ projectDir: ROOT, config, targets: platform().createTarget(targets) });
  made.push(...writeUpdateFeed(made));
  if (!args.includes('--dir')) made.push(writeBillOfMaterials());
  say(`Made with Electron ${electron.version}:`);
  for (const file of args.includes('--dir') ? [unpacked()] : made) say(`  ${file}`);
  return 0;
}

function buildApp() {
  const program = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { status } = spawnSync(projectNode(), [program, 'build', '--config', 'electron/electron.vite.config.ts'], {
    cwd: ROOT,
    env: projectEnv(),
    stdio: 'inherit',
  });
  return status === 0;
}

function platform() {
  return { win32: Platform.WINDOWS, darwin: Platform.MAC }[process.platform] ?? Platform.LINUX;
}

function unpacked() {
  return join(ROOT, 'dist', { win32: 'win-unpacked', darwin: 'mac' }[process.platform] ?? 'linux-unpacked');
}

/** deb and AppImage need tools that electron-builder downloads. Without them Debian's own make a deb, and the tar.gz needs none. */
async function possibleTargets() {
  if (process.platform === 'win32') return ['nsis'];
  if (process.platform === 'darwin') return ['dmg', 'zip'];
  if (await isReachable('https://github.com/electron-userland/electron-builder-binaries/releases')) {
    return ['tar.gz', 'deb', 'AppImage'];
  }
  if (process.platform === 'linux' && hasCommand('dpkg-deb')) {
    say('AppImage needs tools from github.com, which is out of reach here: making tar.gz, and a deb by dpkg-deb.');
    process.env.CUSTOM_FPM_PATH ??= join(ROOT, 'scripts', 'package', 'debian-package.mjs');
    return ['tar.gz', 'deb'];
  }
  say('deb and AppImage need tools from github.com, which is out of reach here: making dir and tar.gz.');
  return ['tar.gz'];
}

async function isReachable(address) {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(8000) });
    return true;
  } catch {
    return false;
  }
}

/** What desks ask for newer versions (domain/wire/update.ts); only an AppImage replaces itself. */
function writeUpdateFeed(made) {
  const file = made.find((each) => each.endsWith('.AppImage'));
  if (file === undefined) return [];
  const content = readFileSync(file);
  const sha512 = createHash('sha512').update(content).digest('hex');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const files = { [`linux-${process.arch}`]: { name: basename(file), sha512, size: content.length } };
  const feed = join(dirname(file), 'casque-update.json');
  writeFileSync(feed, `${JSON.stringify({ version, files }, null, 2)}\n`);
  return [feed];
}

/** What the packages are made of, for whoever looks after them. */
function writeBillOfMaterials() {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const file = join(ROOT, 'dist', `casque-${version}.cdx.json`);
  writeFileSync(file, `${JSON.stringify(billOfMaterials(ROOT), null, 2)}\n`);
  return file;
}

/** Where electron-builder’s own 7-Zip cannot be downloaded, the system's does, at the one level that it knows. */
function useSystemArchiver() {
  const system = '/usr/bin/7za';
  if (process.platform !== 'linux' || process.env.ELECTRON_BUILDER_7ZIP_PATH || !existsSync(system)) return;
  process.env.ELECTRON_BUILDER_7ZIP_PATH = system;
  process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL ??= '1';
}

process.exitCode = await main(process.argv.slice(2));

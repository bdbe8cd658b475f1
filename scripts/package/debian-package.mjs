#!/usr/bin/env node
/**
 * Makes a Debian package by `dpkg-deb`, of what electron-builder asks of fpm (`CUSTOM_FPM_PATH`): for machines that have Debian's own
 * tools and cannot download fpm. It takes the arguments that electron-builder's FpmTarget gives for `deb`, and refuses others.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Arguments of fpm that have a value, and the field of the package's control file that this is. */
const fields = {
  '--name': 'Package',
  '--version': 'Version',
  '--architecture': 'Architecture',
  '--maintainer': 'Maintainer',
  '--url': 'Homepage',
  '--deb-priority': 'Priority',
  '--category': 'Section',
  '--description': 'Description',
};
const lists = { '-d': 'Depends', '--deb-recommends': 'Recommends' };
const others = [
  '-s',
  '-t',
  '--package',
  '--after-install',
  '--after-remove',
  '--deb-compression',
  '--vendor',
  '--license',
];
const flags = ['--force', '--debug'];

function read(args) {
  const given = { files: [], lists: {} };
  for (let at = 0; at < args.length; at++) {
    const name = args[at];
    if (flags.includes(name)) continue;
    if (!name.startsWith('-')) {
      const [from, to] = name.split('=');
      given.files.push({ from, to });
    } else if (name in lists) {
      (given.lists[lists[name]] ??= []).push(args[++at]);
    } else if (name in fields || others.includes(name)) {
      given[name] = args[++at];
    } else {
      throw new Error(`fpm’s ${name} is not known here`);
    }
  }
  if (given['-s'] !== 'dir' || given['-t'] !== 'deb') throw new Error('only a folder can be made a deb here');
  return given;
}

/** The synopsis, and what follows as the policy wants it: each line behind a blank, an empty one as a dot. */
function description(text) {
  const [first = '', ...rest] = text.split('\n').map((line) => line.trim());
  return [first, ...rest.filter((line, index) => index > 0 || line !== '').map((line) => ` ${line || '.'}`)].join('\n');
}

function control(given, installedKb) {
  const lines = Object.entries(fields)
    .filter(([option]) => given[option] !== undefined && option !== '--description')
    .map(([option, field]) => `${field}: ${given[option]}`);
  for (const [field, packages] of Object.entries(given.lists)) lines.push(`${field}: ${packages.join(', ')}`);
  lines.push(`Installed-Size: ${installedKb}`, `Description: ${description(given['--description'] ?? '')}`);
  return `${lines.join('\n')}\n`;
}

/** Everything readable, nothing for the group or others to write, programs runnable. Gives the size in kB. */
function settle(path) {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return 0;
  if (!entry.isDirectory()) {
    chmodSync(path, (entry.mode & 0o111) === 0 ? 0o644 : 0o755);
    return Math.ceil(entry.size / 1024);
  }
  chmodSync(path, 0o755);
  return readdirSync(path).reduce((sum, name) => sum + settle(join(path, name)), 4);
}

function make(given) {
  const root = mkdtempSync(join(tmpdir(), 'casque-deb-'));
  try {
    for (const { from, to } of given.files) {
      // `folder/=place`: what is in it; `file=place`: under that name.
      const target = join(root, to.endsWith('/') ? join(to, basename(from)) : to);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(from, target, { recursive: true, verbatimSymlinks: true });
    }
    const installedKb = settle(root);
    const debian = join(root, 'DEBIAN');
    mkdirSync(debian, { mode: 0o755 });
    writeFileSync(join(debian, 'control'), control(given, installedKb));
    for (const [option, name] of Object.entries({ '--after-install': 'postinst', '--after-remove': 'postrm' })) {
      if (given[option] === undefined) continue;
      copyFileSync(given[option], join(debian, name));
      chmodSync(join(debian, name), 0o755);
    }
    const compression = given['--deb-compression'] ?? 'xz';
    const level = process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL;
    const packed = spawnSync(
      'dpkg-deb',
      [
        '--root-owner-group',
        `-Z${compression === 'gz' ? 'gzip' : compression}`,
        ...(level === undefined ? [] : [`-z${level}`]),
        '--build',
        root,
        given['--package'],
      ],
      { stdio: 'inherit' },
    );
    if (packed.status !== 0) throw new Error('dpkg-deb could not make the package');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

make(read(process.argv.slice(2)));

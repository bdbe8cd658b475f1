/** Runs one stage of `npm test` as an npm script in a process group of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findElectron } from '../setup/electron-runtime.mjs';
import { projectEnv, ROOT } from '../setup/paths.mjs';
import { say } from '../setup/say.mjs';
import { readCounts } from './counts.mjs';

/** More tests than this that pass only at a later try fail a stage: the program, or the tests, must be looked at. */
const mostUnsteady = 5;

const reports = join(ROOT, 'test-results', 'reports');

/** Node keeps here what it has compiled: tests start the server and its commands, which are TypeScript, hundreds of times. */
const compiled = join(ROOT, 'node_modules', '.cache', 'compiled');

/**
 * @typedef {object} Result
 * @property {boolean} ok
 * @property {number} passed
 * @property {number} failed a stage that fails without a failed test counts as one failure, so that the sum never looks clean
 * @property {readonly string[]} unsteady
 * @property {string} [why]
 */

/**
 * @param {import('./stages.mjs').Stage} stage
 * @param {boolean} hasCompany others run at the same time: each of its lines says whose it is
 * @returns {Promise<Result>}
 */
export async function runStage(stage, hasCompany) {
  mkdirSync(reports, { recursive: true });
  const report = join(reports, `${stage.name}.json`);
  rmSync(report, { force: true });
  const database = stage.ownDatabase ? await startDatabase() : undefined;
  try {
    const env = { ...projectEnv(), ...electronEnv(), CASQUE_REPORT: report, NODE_COMPILE_CACHE: compiled };
    delete env.DATABASE_URL;
    if (database) env.DATABASE_URL = database.url;
    if (stage.packaged) env.CASQUE_PACKAGED = join(ROOT, 'dist', 'linux-unpacked');
    const why = await runScript(stage, env, hasCompany);
    return judge(stage, why, stage.runner && readCounts(stage.runner, report));
  } finally {
    await database?.stop();
  }
}

function judge(stage, why, counts) {
  const { passed, failed, skipped, unsteady } = counts ?? { passed: 0, failed: 0, skipped: 0, unsteady: [] };
  const reasons = [why];
  if (stage.runner && !counts) reasons.push('it wrote no report');
  if (stage.runner && counts && passed + failed === 0) reasons.push('it ran no test');
  if (failed > 0) reasons.push(`${failed} failed`);
  if (skipped > 0) reasons.push(`${skipped} skipped, which counts as not tested`);
  if (unsteady.length > mostUnsteady) reasons.push(`${unsteady.length} passed only at a later try`);
  const all = reasons.filter(Boolean).join('; ');
  return all
    ? { ok: false, passed, failed: Math.max(failed, 1), unsteady, why: all }
    : { ok: true, passed, failed: 0, unsteady };
}

/** Electron from the second source is only found by this variable. */
function electronEnv() {
  const electron = findElectron();
  return electron?.kind === 'fallback' ? { ELECTRON_OVERRIDE_DIST_PATH: electron.dir } : {};
}

async function startDatabase() {
  const { Postgres } = await import('../../tests/lab/postgres.ts');
  return Postgres.start();
}

/** @returns {Promise<string | undefined>} why it failed */
function runScript(stage, env, hasCompany) {
  const windows = process.platform === 'win32';
  const args = ['run', '--silent', stage.script, '--', ...(stage.args ?? [])];
  const stdio = hasCompany ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  const child = spawn('npm', args, { cwd: ROOT, env, stdio, shell: windows, detached: !windows });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => say(`${stage.name} | ${line}`));
  }
  const end = (signal) => {
    try {
      if (windows) child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  return new Promise((done) => {
    let hung = false;
    const limit = setTimeout(() => {
      hung = true;
      end('SIGKILL');
    }, stage.minutes * 60_000);
    const interrupted = (signal) => {
      end(signal);
      process.exitCode = 130;
    };
    process.once('SIGINT', interrupted);
    process.once('SIGTERM', interrupted);
    const finish = (why) => {
      clearTimeout(limit);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
      done(why);
    };
    child.on('error', (error) => finish(error.message));
    child.on('close', (code, signal) => {
      if (hung) finish(`ended after ${stage.minutes} minutes, since it did not come to an end`);
      else finish(code === 0 ? undefined : signal ? `ended by ${signal}` : `npm run ${stage.script} gave ${code}`);
    });
  });
}

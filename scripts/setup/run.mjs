/** Child processes for the set-up: output is kept, shown only when something fails, and a time limit is always there. */
import { spawn, spawnSync } from 'node:child_process';

const running = new Set();
// However this program ends, what it started ends too; two half-finished installations must not get into each other's way.
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/** Makes Ctrl+C and a polite `kill` end the program by way of `exit`. @returns {() => void} undoes it */
export function endChildrenOnSignals() {
  const undo = Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }).map(([signal, code]) => {
    const leave = () => process.exit(code);
    process.on(signal, leave);
    return () => process.off(signal, leave);
  });
  return () => undo.forEach((off) => off());
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>} exit code (124 when the time limit ended it, 127 when the
 *   command does not exist) and the end of what it printed, both streams together
 */
export function run(command, args, options = {}) {
  const { cwd, env, timeoutMs = 30 * 60_000, onLine } = options;
  return new Promise((done) => {
    // npm is a .cmd file on Windows, which only a shell can start; every argument here is our own.
    const shell = process.platform === 'win32' && command === 'npm';
    const child = spawn(...bound(command, args), { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    let pending = '';
    const take = (chunk) => {
      output = (output + chunk).slice(-20_000);
      if (!onLine) return;
      pending += chunk;
      const lines = pending.split(/[\r\n]+/);
      pending = lines.pop() ?? '';
      for (const line of lines) if (line.trim()) onLine(line.trim());
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    const end = (code, text) => {
      clearTimeout(timer);
      running.delete(child);
      done({ code, output: text });
    };
    child.on('error', (error) => end(127, String(error.message)));
    child.on('close', (code) => end(timedOut ? 124 : (code ?? 1), output));
  });
}

/**
 * Runs this very program again on the project's own Node, in its place: same arguments, same terminal, signals passed on.
 * @param {string} node path of the program
 * @returns {Promise<number>} its exit code
 */
export function runAgainOn(node) {
  const child = spawn(...bound(node, process.argv.slice(1)), { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // The terminal sends Ctrl+C to both; this one only waits.
  process.on('SIGINT', () => undefined);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
}

/** On Linux the kernel ends the child with its parent, even when that had no time to do it (prctl PR_SET_PDEATHSIG). */
function bound(command, args) {
  if (process.platform !== 'linux' || !canBind()) return [command, args];
  return ['setpriv', ['--pdeathsig', 'TERM', '--', command, ...args]];
}

let bindable;
function canBind() {
  bindable ??= spawnSync('setpriv', ['--pdeathsig', 'TERM', '--', 'true']).status === 0;
  return bindable;
}

/** Runs a short query and gives its standard output, or `undefined` when it fails or is not installed. */
export function query(command, args, timeoutMs = 20_000) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: timeoutMs, maxBuffer: 64 << 20 });
  return status === 0 ? stdout : undefined;
}

/** Is this command on the PATH? */
export function hasCommand(command) {
  return query(process.platform === 'win32' ? 'where' : 'which', [command]) !== undefined;
}

/** Starts the application on the person's own screen and waits until they close it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { electronDist } from '../setup/electron-runtime.mjs';
import { ROOT } from '../setup/paths.mjs';
import { sandboxSwitches } from '../setup/sandbox.mjs';
import { say } from '../setup/say.mjs';

/**
 * @param {{ serverUrl: string, folder: string, account: { login: string, password: string } }} options
 * @returns {Promise<number>} the application's exit code
 */
export function runWithDisplay({ serverUrl, folder, account }) {
  const { executable, version } = electronDist();
  const switches = sandboxSwitches(executable);
  say(
    `Starting Casque on Electron ${version} with the practice line. Sign in as ${account.login} / ${account.password}.`,
  );
  if (switches.length > 0) say('(Chromium’s sandbox cannot work for this user on this machine; it starts without.)');
  const args = [...switches, `--user-data-dir=${join(folder, 'profile')}`, ROOT, '--practice', '--customer-calls'];
  const env = {
    ...process.env,
    CASQUE_SERVER_URL: serverUrl,
    CASQUE_PRACTICE_LOGIN: account.login,
    CASQUE_PRACTICE_PASSWORD: account.password,
  };
  delete env.ELECTRON_RUN_AS_NODE;
  const child = spawn(executable, args, { env, stdio: 'inherit' });
  process.once('exit', () => child.kill());
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
}

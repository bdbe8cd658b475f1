/**
 * The application as a person starts it: real Electron on its own profile, display, sound and keyring, steered by Playwright.
 *
 * `CASQUE_PACKAGED=DIR` makes the same tests run against a package (`dist/linux-unpacked`).
 */
import { _electron as electron, errors } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { electronDist } from '../../scripts/setup/electron-runtime.mjs';
import { ROOT } from '../../scripts/setup/paths.mjs';
import { sandboxSwitches } from '../../scripts/setup/sandbox.mjs';
import type { Display } from './display.ts';
import { labFolder } from './folder.ts';
import type { LabFolder } from './folder.ts';
import type { Keyring } from './keyring.ts';
import type { Sound } from './sound.ts';
import { waitFor } from './wait.ts';

export interface AppOptions {
  /** Names the log file below `test-results/app/`. */
  readonly name: string;
  /** Default: the DISPLAY of the environment. */
  readonly display?: Display;
  /** Default: the system's own devices, if any. */
  readonly sound?: Sound;
  /** Default: no keyring (`--password-store=basic`). */
  readonly keyring?: Keyring;
  readonly serverUrl?: string;
  /** Chromium's and the application's language. Default `fr`. */
  readonly language?: 'fr' | 'en';
  /** An existing profile, which `stop` leaves alone. Default: a new one, removed by `stop`. */
  readonly userDataDir?: string;
  /** Further arguments, after the application's path. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The application's folder. Default: the checkout, which has to be built. */
  readonly appPath?: string;
}

export class CasqueApp {
  readonly userDataDir: string;
  readonly logFile: string;
  readonly #options: AppOptions;
  readonly #folder: LabFolder;
  readonly #crashed = new WeakSet<Page>();
  #application: ElectronApplication | undefined;

  private constructor(options: AppOptions) {
    this.#options = options;
    this.#folder = labFolder('app');
    this.userDataDir = options.userDataDir ?? join(this.#folder.path, 'profile');
    const logs = join(ROOT, 'test-results', 'app');
    mkdirSync(logs, { recursive: true });
    this.logFile = join(logs, `${options.name.replace(/[^\w.-]+/g, '-')}.log`);
    writeFileSync(this.logFile, '');
  }

  /** Starts the application; its windows may still be loading when this returns. */
  static async launch(options: AppOptions): Promise<CasqueApp> {
    const app = new CasqueApp(options);
    try {
      await app.start();
    } catch (error) {
      await app.stop();
      throw error;
    }
    return app;
  }

  /** Playwright's handle, for `evaluate` in the main process. */
  get electron(): ElectronApplication {
    if (!this.#application) throw new Error('The application is not running.');
    return this.#application;
  }

  /** The main process, which also leads the process group of all the others. */
  get processId(): number {
    const { pid } = this.electron.process();
    if (pid === undefined) throw new Error('The application could not be started.');
    return pid;
  }

  /** Starts it (again) on the same profile, after `kill` or `quit`. */
  async start(): Promise<void> {
    const { display, sound, keyring, serverUrl, language = 'fr', args = [] } = this.#options;
    const { executable, target, held } = this.#program();
    const switches = [
      `--user-data-dir=${this.userDataDir}`,
      `--lang=${language}`,
      ...(keyring?.switches ?? ['--password-store=basic']),
      ...sandboxSwitches(executable),
    ];
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      LANG: 'C.UTF-8',
      LANGUAGE: language,
      // Without a keyring of the lab the person's own must not be asked.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      CASQUE_SERVER_URL: serverUrl,
      // Nobody's desk starts with what the tests' own Node has compiled.
      NODE_COMPILE_CACHE: undefined,
      ...display?.env,
      ...sound?.env,
      ...keyring?.env,
      ...this.#options.env,
    };
    const launch = (timeout: number) =>
      electron.launch({
        executablePath: this.#bound(executable),
        args: [...switches, ...target, ...args],
        env: definedOnly(env),
        cwd: this.#folder.path,
        timeout,
      });
    // A package cannot be held until Playwright has attached (hold-until-attached.cjs), and even what is held does not always let it:
    // an attachment that hung is tried again.
    const application = await launch(held ? 30_000 : 20_000).catch((error: unknown) => this.#again(error, launch));
    this.#application = application;
    const note = (source: string) => (chunk: unknown) => this.#note(source, String(chunk));
    application.process().stdout?.on('data', note('out'));
    application.process().stderr?.on('data', note('err'));
    application.on('console', (message) => this.#note('main', message.text()));
    for (const page of application.windows()) this.#watch(page);
    application.on('window', (page) => this.#watch(page));
  }

  /** The agent's window, loaded. */
  desk(timeoutMs = 30_000): Promise<Page> {
    return this.#page('app://desk', timeoutMs);
  }

  /** The phone's hidden window, loaded. */
  voice(timeoutMs = 30_000): Promise<Page> {
    return this.#page('app://voice', timeoutMs);
  }

  /** SIGKILL to everything at once: main process, renderers, GPU process, helpers. Waits until they are gone. */
  async kill(): Promise<void> {
    const application = this.#application;
    if (!application) return;
    const group = this.processId;
    const closed = new Promise<void>((done) => application.once('close', () => done()));
    process.kill(-group, 'SIGKILL');
    await waitFor('all processes of the application to be gone', () => processesOfGroup(group).length === 0);
    await closed;
    this.#application = undefined;
  }

  /** All of its processes stand still, as when the machine sleeps: what the network brings waits. `wakeUp` ends it. */
  fallAsleep(): void {
    process.kill(-this.processId, 'SIGSTOP');
  }

  wakeUp(): void {
    process.kill(-this.processId, 'SIGCONT');
  }

  /** SIGKILL to one renderer's process, as a crash does; the shell is expected to bring it back. */
  async crash(which: 'desk' | 'voice'): Promise<void> {
    await this.#signal(which, 'SIGKILL');
  }

  /** One renderer's process stands still, as on a machine that is too busy for it; `goOn` ends it. */
  async stand(which: 'desk' | 'voice'): Promise<void> {
    await this.#signal(which, 'SIGSTOP');
  }

  async goOn(which: 'desk' | 'voice'): Promise<void> {
    await this.#signal(which, 'SIGCONT');
  }

  async #signal(which: 'desk' | 'voice', signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const pid = await this.electron.evaluate(({ webContents }, prefix) => {
      const contents = webContents.getAllWebContents().find((candidate) => candidate.getURL().startsWith(prefix));
      return contents?.getOSProcessId();
    }, `app://${which}`);
    // A process that has died already has none, and 0 would be this one's group.
    if (pid === undefined || pid === 0) throw new Error(`There is no ${which} to be found.`);
    process.kill(pid, signal);
  }

  /** Ends it as a person does, by quitting. */
  async quit(): Promise<void> {
    const application = this.#application;
    this.#application = undefined;
    await application?.close();
  }

  /** Ends it in whatever state it is, and removes its profile unless it was given. */
  async stop(): Promise<void> {
    await this.kill().catch(() => undefined);
    this.#folder.remove();
  }

  /** What its processes and pages wrote so far. */
  log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  /** Pixels of the desk, as a PNG below `test-results/`. */
  async screenshot(name: string): Promise<void> {
    const page = await this.desk();
    await page.screenshot({ path: join(ROOT, 'test-results', 'app', `${name}.png`) });
  }

  async #page(prefix: string, timeoutMs: number): Promise<Page> {
    const page = await waitFor(
      `the window ${prefix}`,
      () =>
        this.electron
          .windows()
          .find(
            (candidate) => candidate.url().startsWith(prefix) && !candidate.isClosed() && !this.#crashed.has(candidate),
          ),
      { timeoutMs, details: () => this.log().slice(-4000) },
    );
    await page.waitForLoadState('load');
    return page;
  }

  #watch(page: Page): void {
    const label = (): string => new URL(page.url()).host || page.url();
    page.on('console', (message) => this.#note(label(), `${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.#note(label(), `error: ${error.stack ?? error.message}`));
    page.on('crash', () => {
      this.#crashed.add(page);
      this.#note(label(), 'crashed');
    });
  }

  #note(source: string, text: string): void {
    appendFileSync(this.logFile, `${new Date().toISOString()} [${source}] ${text.trimEnd()}\n`);
  }

  #again(error: unknown, launch: (timeout: number) => Promise<ElectronApplication>): Promise<ElectronApplication> {
    if (!(error instanceof errors.TimeoutError)) throw error;
    this.#note('lab', `Playwright did not attach; once more. ${error.message}`);
    console.warn(`${this.#options.name}: Playwright did not attach in time; once more.`);
    return launch(60_000);
  }

  #program(): { readonly executable: string; readonly target: readonly string[]; readonly held: boolean } {
    const packaged = process.env.CASQUE_PACKAGED;
    if (packaged && this.#options.appPath === undefined)
      return { executable: packagedExecutable(packaged), target: [], held: false };
    const hold = join(import.meta.dirname, 'hold-until-attached.cjs');
    return { executable: electronDist().executable, target: ['-r', hold, this.#options.appPath ?? ROOT], held: true };
  }

  /** A start script that ties the application's life to this process, so that a killed test leaves nothing behind. */
  #bound(executable: string): string {
    const script = join(this.#folder.path, 'start');
    writeFileSync(script, `#!/bin/sh\nexec setpriv --pdeathsig KILL -- '${executable}' "$@"\n`, { mode: 0o755 });
    return script;
  }
}

function packagedExecutable(path: string): string {
  if (statSync(path).isFile()) return path;
  const found = ['casque', 'Casque'].map((name) => join(path, name)).find((file) => existsSync(file));
  if (!found) throw new Error(`There is no Casque in ${path}.`);
  return found;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Living processes of a group; what only waits to be reaped does not count. */
function processesOfGroup(group: number): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && belongsTo(pid, group));
}

function belongsTo(pid: number, group: number): boolean {
  try {
    // proc(5): the fields after the parenthesised name are state, parent, process group.
    const [state, , processGroup] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(processGroup) === group && state !== 'Z';
  } catch {
    return false;
  }
}

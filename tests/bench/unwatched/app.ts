/**
 * A program that nobody looks at, as on an agent's machine: Playwright and Chromium's developer tools stop its pages for moments while
 * they attach, and keep the body of every answer from the server while they stay. They are let in for moments only (`look`).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { electronDist } from '../../../scripts/setup/electron-runtime.mjs';
import { waitFor } from '../../lab/wait.ts';

export type UnwatchedOptions = {
  /** The application's folder and Chromium's switches. */
  readonly args: readonly string[];
  /** Absolute path of its profile. */
  readonly profile: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether `press`, `collect` and `pages` will be used: they need a script in the main process. Default false. */
  readonly takesOrders?: boolean;
};

export class UnwatchedApp {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #portFile: string;

  constructor({ args, profile, env, takesOrders = false }: UnwatchedOptions) {
    this.#portFile = path.join(profile, 'DevToolsActivePort');
    rmSync(this.#portFile, { force: true });
    const orders = takesOrders ? ['-r', path.join(import.meta.dirname, 'orders.cjs')] : [];
    const switches = [`--user-data-dir=${profile}`, '--remote-debugging-port=0'];
    this.#child = spawn(electronDist().executable, [...orders, ...switches, ...args], {
      env,
      stdio: ['ignore', 'ignore', 'ignore', takesOrders ? 'ipc' : 'ignore'],
      detached: true,
    });
    this.#exited = new Promise((done) => this.#child.once('exit', () => done()));
  }

  /** The main process, which also leads the process group of all the others. */
  get processId(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error('The application could not be started.');
    return pid;
  }

  /** Presses a key in the desk (Electron's name of it). */
  press(key: string): void {
    this.#child.send(['press', key]);
  }

  /** Has the main process, which `--js-flags=--expose-gc` started, give back what it does not use. */
  collect(): void {
    this.#child.send(['collect']);
  }

  /** Process number and address of each page. */
  async pages(): Promise<ReadonlyMap<number, string>> {
    const answer = once(this.#child, 'message');
    this.#child.send(['pages']);
    const [pages] = (await answer) as [readonly (readonly [number, string])[]];
    return new Map(pages);
  }

  /** Lets the developer tools in for as long as `work` takes. `page` waits until there is one at that address. */
  async look<T>(work: (page: (url: RegExp) => Promise<Page>, all: () => readonly Page[]) => Promise<T>): Promise<T> {
    // Two lines, the second without an end: a file that is still being written does not match.
    const port = await waitFor('the debugging port', () =>
      existsSync(this.#portFile)
        ? /^(\d+)\n\/devtools\/browser\/[\w-]{36}$/.exec(readFileSync(this.#portFile, 'utf8'))?.[1]
        : undefined,
    );
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    try {
      const all = (): readonly Page[] => browser.contexts().flatMap((context) => context.pages());
      const page = async (url: RegExp): Promise<Page> =>
        await waitFor(`a page at ${url}`, () => all().find((candidate) => url.test(candidate.url())));
      return await work(page, all);
    } finally {
      await browser.close();
    }
  }

  async stop(): Promise<void> {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGTERM');
    await this.#exited;
  }
}

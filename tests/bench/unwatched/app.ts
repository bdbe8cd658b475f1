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
  async press(key: string): Promise<void> {
    await this.#ask('press', key);
  }

  /**
   * Has all pages, their workers and the main process, which `--js-flags=--expose-gc` started, give back what they do not use.
   *
   * @returns how many workers there were
   */
  async collect(): Promise<number> {
    return (await this.#ask('collect')) as number;
  }

  /** Process number and address of each page. */
  async pages(): Promise<ReadonlyMap<number, string>> {
    return new Map((await this.#ask('pages')) as readonly (readonly [number, string])[]);
  }

  /** Lets the developer tools in for as long as `work` takes. `page` waits until there is one at that address. */
  async look<T>(work: (page: (url: RegExp) => Promise<Page>) => Promise<T>): Promise<T> {
    // Two lines, the second without an end: a file that is still being written does not match.
    const port = await waitFor('the debugging port', () =>
      existsSync(this.#portFile)
        ? /^(\d+)\n\/devtools\/browser\/[\w-]{36}$/.exec(readFileSync(this.#portFile, 'utf8'))?.[1]
        : undefined,
    );
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    try {
      return await work(
        async (url) =>
          await waitFor(`a page at ${url}`, () =>
            browser
              .contexts()
              .flatMap((context) => context.pages())
              .find((candidate) => url.test(candidate.url())),
          ),
      );
    } finally {
      await browser.close();
    }
  }

  /** One order at a time: the next answer is its own. */
  async #ask(order: string, argument?: string): Promise<unknown> {
    const answer = once(this.#child, 'message');
    this.#child.send([order, argument]);
    const [[result]] = (await answer) as [readonly [unknown]];
    return result;
  }

  async stop(): Promise<void> {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGTERM');
    await this.#exited;
  }
}

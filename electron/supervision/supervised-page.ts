import type { WebContents } from 'electron';
import type { Page } from '../protocol/app-paths.ts';
import type { Log } from '../log/log.ts';
import { recentDeaths, restartDelay } from './back-off.ts';

export type SupervisedPageOptions = {
  readonly page: Page;
  readonly contents: WebContents;
  readonly url: string;
  readonly log: Log;
  /** The page is up, for the first time or again. */
  readonly onUp: () => void;
  /** Its process died, or was ended because it hung; it is being started again. */
  readonly onDown: (reason: 'died' | 'hung') => void;
};

/** Milliseconds between two questions whether the page still runs. */
const pulse = 2000;
/** Unanswered questions after which it counts as hung. Questions and not a clock: a sleeping machine asks none. */
const patience = { loaded: 5, loading: 30 } as const;

/**
 * A page that ran for this long was well, in ms: a crash long after the last one is none of a row, and a call that is up in it must
 * not wait for that.
 */
const wellAfter = 10_000;

/** Keeps one page running: loads it, loads it again when its process dies, ends it when it hangs. */
export class SupervisedPage {
  readonly #options: SupervisedPageOptions;
  #deaths: number[] = [];
  #restart: NodeJS.Timeout | undefined;
  #pulse: NodeJS.Timeout | undefined;
  #unanswered = 0;
  #loaded = false;
  /** When it was up, by a steady clock, in ms. */
  #upAt = Number.POSITIVE_INFINITY;
  #stopped = false;
  #hung = false;

  constructor(options: SupervisedPageOptions) {
    this.#options = options;
    const { contents, log, page } = options;
    contents.on('did-finish-load', () => {
      this.#loaded = true;
      this.#upAt = performance.now();
      this.#unanswered = 0;
      options.onUp();
    });
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#loaded = false;
    });
    contents.on('render-process-gone', (_, { reason, exitCode }) => {
      log.error(`${page}-process-gone`, `${reason}, exit code ${exitCode}`);
      this.#scheduleRestart();
    });
    contents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
      // -3 is a load that another one replaced.
      if (!isMainFrame || code === -3) return;
      log.error(`${page}-load-failed`, `${description} (${code})`);
      this.#scheduleRestart();
    });
    contents.once('destroyed', () => this.stop());
  }

  get isUp(): boolean {
    return this.#loaded;
  }

  start(): void {
    this.#load();
    this.#pulse = setInterval(() => this.#ask(), pulse);
  }

  /** Nothing is restarted any more. */
  stop(): void {
    this.#stopped = true;
    clearInterval(this.#pulse);
    clearTimeout(this.#restart);
  }

  #load(): void {
    // A failure arrives as `did-fail-load` as well, which acts on it.
    this.#options.contents.loadURL(this.#options.url).catch(() => undefined);
  }

  #ask(): void {
    const { contents, log, page } = this.#options;
    if (this.#restart !== undefined || contents.isDestroyed() || contents.isDevToolsOpened()) return;
    if (this.#unanswered >= (this.#loaded ? patience.loaded : patience.loading)) {
      log.error(`${page}-hung`, `no answer for ${(this.#unanswered * pulse) / 1000} s`);
      this.#unanswered = 0;
      this.#hung = true;
      contents.forcefullyCrashRenderer();
      return;
    }
    this.#unanswered++;
    contents.mainFrame.executeJavaScript('0').then(
      () => (this.#unanswered = 0),
      () => undefined,
    );
  }

  #scheduleRestart(): void {
    this.#loaded = false;
    this.#unanswered = 0;
    if (this.#stopped || this.#restart !== undefined) return;
    const now = performance.now();
    const before = now - this.#upAt >= wellAfter ? [] : recentDeaths(this.#deaths, now);
    this.#deaths = [...before, now];
    this.#upAt = Number.POSITIVE_INFINITY;
    this.#options.onDown(this.#hung ? 'hung' : 'died');
    this.#hung = false;
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      if (!this.#stopped && !this.#options.contents.isDestroyed()) this.#load();
    }, restartDelay(this.#deaths));
  }
}

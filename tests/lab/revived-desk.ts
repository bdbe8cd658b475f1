/**
 * The desk after its process died: Playwright gives up on the page of a process that crashed, so that the main process asks
 * and types for it.
 */
import type { CasqueApp } from './app.ts';
import { waitFor } from './wait.ts';

export class RevivedDesk {
  readonly #app: CasqueApp;

  constructor(app: CasqueApp) {
    this.#app = app;
  }

  /** The value of an expression in the page; a page that dies or hangs meanwhile gives none. */
  async ask<T>(expression: string): Promise<T | undefined> {
    return await this.#app.electron.evaluate(async ({ webContents }, code) => {
      const contents = webContents.getAllWebContents().find((each) => each.getURL().startsWith('app://desk'));
      const answer = contents?.mainFrame.executeJavaScript(code).then(
        (value) => value as T,
        () => undefined,
      );
      return await Promise.race([answer, new Promise<undefined>((done) => setTimeout(() => done(undefined), 1000))]);
    }, expression);
  }

  /** Runs an expression of which no answer is waited for. */
  async run(expression: string): Promise<void> {
    await this.ask(`void (${expression})`);
  }

  /** Waits until a page that was not marked by `leaveMark` is painted and takes keys. @returns when it was, ms since 1970 */
  async usableAgain(timeoutMs = 30_000): Promise<number> {
    return await waitFor(
      'a new desk to be usable',
      () =>
        this.ask<number | null>(
          `globalThis.beforeTheCrash ? null : performance.getEntriesByName('casque:usable').map((mark) => performance.timeOrigin + mark.startTime)[0] ?? null`,
        ),
      { timeoutMs, details: () => this.#app.log().slice(-4000) },
    );
  }

  /** Marks the page, so that the next one can be told from it. */
  async leaveMark(): Promise<void> {
    await this.run('globalThis.beforeTheCrash = true');
  }

  /** Keys, one after the other, as the operating system gives them to the window (Electron's names of keys; `Control+Enter`). */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#app.electron.evaluate(({ webContents }, all) => {
      const contents = webContents.getAllWebContents().find((each) => each.getURL().startsWith('app://desk'));
      for (const key of all) {
        const held = key.split('+').slice(0, -1);
        const keyCode = held.length === 0 ? key : (key.split('+').at(-1) ?? '');
        const modifiers = held.map((each) => each.toLowerCase() as 'control' | 'shift' | 'alt');
        contents?.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
        // A button is pressed by the character of Enter, and not by its key.
        const character = keyCode === 'Enter' ? '\r' : keyCode;
        if (held.length === 0 && character.length === 1) contents?.sendInputEvent({ type: 'char', keyCode: character });
        contents?.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
      }
    }, keys);
  }

  /** Words into the field that has the focus. @returns false when the page died, and they with it */
  async type(text: string): Promise<boolean> {
    return await this.#app.electron.evaluate(async ({ webContents }, words) => {
      const contents = webContents.getAllWebContents().find((each) => each.getURL().startsWith('app://desk'));
      const typed = contents?.insertText(words).then(() => true);
      // The promise of a page that dies is never kept.
      return await Promise.race([typed ?? false, new Promise<false>((done) => setTimeout(() => done(false), 1000))]);
    }, text);
  }
}

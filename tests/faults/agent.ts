/** The agent: looks at the desk and does what brings it where they want it, however often the desk dies meanwhile. */
import { RevivedDesk } from '../lab/revived-desk.ts';
import type { CasqueApp } from '../lab/app.ts';
import { pause } from '../lab/wait.ts';
import { seenOnScreen, type Seen } from './seen.ts';

/** How long the desk may take to show what was done, with all the faults in between, ms. */
const patience = 90_000;
/** How long an agent waits for what they did before they do it again, ms. */
const beforeAgain = 5000;

export class Agent {
  readonly #desk: RevivedDesk;

  constructor(app: CasqueApp) {
    this.#desk = new RevivedDesk(app);
  }

  /** What is on the screen; undefined while there is none. */
  async look(): Promise<Seen | undefined> {
    const seen = await this.#desk.ask<Seen | null>(seenOnScreen).catch(() => undefined);
    return seen ?? undefined;
  }

  /** Waits until the desk shows something. @throws {Error} with what it shows instead */
  async sees(what: string, fits: (seen: Seen) => boolean, timeoutMs = patience): Promise<Seen> {
    return await this.reach(what, fits, () => Promise.resolve(), timeoutMs);
  }

  /** Does something, again when nothing comes of it, until the desk shows what was wanted. @throws {Error} with what it shows instead */
  async reach(
    what: string,
    fits: (seen: Seen) => boolean,
    act: (seen: Seen) => Promise<void>,
    timeoutMs = patience,
  ): Promise<Seen> {
    const deadline = performance.now() + timeoutMs;
    let [last, again]: [Seen | undefined, number] = [undefined, 0];
    while (performance.now() < deadline) {
      const seen = await this.look();
      last = seen ?? last;
      if (seen === undefined) {
        // Whatever was under way died with the desk.
        again = performance.now() + 500;
      } else if (fits(seen)) {
        return seen;
      } else if (performance.now() > again) {
        // What a dying desk did not let be done is done again.
        await act(seen).catch(() => undefined);
        again = performance.now() + beforeAgain;
      }
      await pause(50);
    }
    throw new Error(`In ${timeoutMs / 1000} s the desk did not show ${what}. ${JSON.stringify(last)}`);
  }

  /** Presses keys; a desk that is dying does not get them. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#desk.press(...keys).catch(() => undefined);
  }

  /** Types word by word, as far as the desk lives. */
  async type(text: string): Promise<void> {
    for (const word of text.match(/\S+\s*/g) ?? []) await this.#desk.type(word).catch(() => undefined);
  }

  /** Opens a menu by its key and chooses the first that begins so. */
  async choose(key: string, label: string): Promise<void> {
    await this.press('Escape', key);
    const at = `[...document.querySelectorAll('[role="menuitem"]')].find((each) => each.textContent.startsWith(${JSON.stringify(label)}))`;
    const deadline = performance.now() + 3000;
    while (performance.now() < deadline) {
      const chosen = await this.#desk
        .ask<boolean>(`(() => { const it = ${at}; it?.click(); return it !== undefined; })()`)
        .catch(() => undefined);
      if (chosen === true) return;
      await pause(50);
    }
  }
}

/** The agent: looks at the desk and does what brings it where they want it, however often the desk dies meanwhile. */
import { RevivedDesk } from '../lab/revived-desk.ts';
import type { CasqueApp } from '../lab/app.ts';
import { pause } from '../lab/wait.ts';
import { seenOnScreen, type Seen } from './seen.ts';

/** How long the desk may take to show what was done, with all the faults in between, ms. */
const patience = 90_000;
/** And once more when nothing is broken any longer, ms: a machine may be slow. */
const patienceInPeace = 120_000;
/** How long an agent waits for what they did before they do it again, ms. */
const beforeAgain = 5000;

type Fits = (seen: Seen) => boolean;
type Attempt = { readonly reached: Seen | undefined; readonly last: Seen | undefined };

export class Agent {
  readonly #desk: RevivedDesk;
  readonly #peace: (missed: string) => Promise<void>;

  /** @param peace brings everything back that is broken, when something did not come to be shown in spite of all patience */
  constructor(app: CasqueApp, peace: (missed: string) => Promise<void>) {
    this.#desk = new RevivedDesk(app);
    this.#peace = peace;
  }

  /** What is on the screen; undefined while there is none. */
  async look(): Promise<Seen | undefined> {
    const seen = await this.#desk.ask<Seen | null>(seenOnScreen).catch(() => undefined);
    return seen ?? undefined;
  }

  /** Waits until the desk shows something. @throws {Error} with what it shows instead */
  async sees(what: string, fits: Fits, timeoutMs = patience): Promise<Seen> {
    return await this.reach(what, fits, () => Promise.resolve(), timeoutMs);
  }

  /** Does something, again when nothing comes of it, until the desk shows what was wanted. @throws {Error} with what it shows instead */
  async reach(what: string, fits: Fits, act: (seen: Seen) => Promise<void>, timeoutMs = patience): Promise<Seen> {
    let attempt = await this.#attempt(fits, act, timeoutMs);
    if (attempt.reached === undefined && timeoutMs >= patience) {
      await this.#peace(what);
      attempt = await this.#attempt(fits, act, patienceInPeace);
    }
    if (attempt.reached !== undefined) return attempt.reached;
    throw new Error(`The desk did not come to show ${what}. ${JSON.stringify(attempt.last)}`);
  }

  async #attempt(fits: Fits, act: (seen: Seen) => Promise<void>, timeoutMs: number): Promise<Attempt> {
    const deadline = performance.now() + timeoutMs;
    let [last, again]: [Seen | undefined, number] = [undefined, 0];
    while (performance.now() < deadline) {
      const seen = await this.look();
      last = seen ?? last;
      if (seen === undefined) {
        // Whatever was under way died with the desk.
        again = performance.now() + 500;
      } else if (fits(seen)) {
        return { reached: seen, last };
      } else if (performance.now() > again) {
        // What a dying desk did not let be done is done again.
        await act(seen).catch(() => undefined);
        again = performance.now() + beforeAgain;
      }
      await pause(50);
    }
    return { reached: undefined, last };
  }

  /** Presses keys; a desk that is dying does not get them. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#desk.press(...keys).catch(() => undefined);
  }

  /** Types word by word, until the desk dies: what a new one was given after that would stand without the words before. */
  async type(text: string): Promise<void> {
    for (const word of text.match(/\S+\s*/g) ?? []) {
      if (!(await this.#desk.type(word).catch(() => false))) return;
    }
  }

  /** Opens a menu by its key and chooses the first that begins so. */
  async choose(key: string, label: string): Promise<void> {
    await this.press('Escape', key);
    const deadline = performance.now() + 3000;
    while (performance.now() < deadline) {
      if (await this.#click('[role="menuitem"]', label)) return;
      await pause(50);
    }
  }

  /** The button of the dialog that is open. */
  async decide(label: string): Promise<void> {
    await this.#click('[role="dialog"] button', label);
  }

  async #click(selector: string, label: string): Promise<boolean> {
    const at = `[...document.querySelectorAll('${selector}')].find((each) => each.textContent.startsWith(${JSON.stringify(label)}))`;
    const clicked = await this.#desk
      .ask<boolean>(`(() => { const it = ${at}; it?.click(); return it !== undefined; })()`)
      .catch(() => undefined);
    return clicked === true;
  }
}

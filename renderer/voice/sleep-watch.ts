/** How often the clock is looked at, in milliseconds. */
const everyMs = 1_000;
/** A look that comes later than this by so many milliseconds has slept with the machine; no busy processor is that late. */
const sleptMs = 5_000;

export type SleepWatchOptions = {
  /** Milliseconds since 1970: a clock that goes on while the machine sleeps. */
  readonly now: () => number;
  readonly onWake: () => void;
};

/**
 * Finds out that the machine has slept before anything else is done with what came meanwhile: the system's own word for it comes later, or
 * on some systems not at all.
 */
export class SleepWatch {
  readonly #options: SleepWatchOptions;
  #lookedAt: number;

  constructor(options: SleepWatchOptions) {
    this.#options = options;
    this.#lookedAt = options.now();
  }

  start(): () => void {
    const timer = setInterval(() => this.justWoke(), everyMs);
    return () => clearInterval(timer);
  }

  /** True, once, for whoever looks first after a sleep; `onWake` has been called then. */
  justWoke(): boolean {
    const now = this.#options.now();
    const slept = now - this.#lookedAt > everyMs + sleptMs;
    this.#lookedAt = now;
    if (slept) this.#options.onWake();
    return slept;
  }
}

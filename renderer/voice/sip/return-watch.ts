/** A first packet that is lost is sent again after a second, then two, then four: a fresh try a second sees a network that is back soon. */
const everyMs = 1_000;
/** How long a connection may take that was begun for a sign of life, before the next one may begin it again. */
const holdOffMs = 5_000;
/** Without a sign of life the line is tried this often all the same: a proxy may be the only way out. */
const blindMs = 3_000;

export type ReturnWatchOptions = {
  /** A call is up and the line is not. */
  readonly isDue: () => boolean;
  /** Whether the server's port takes a connection at this moment. */
  readonly reaches: () => Promise<boolean>;
  /** The line waits for its next try. */
  readonly isWaiting: () => boolean;
  /** Connects now. */
  readonly onReturn: () => void;
};

/** With a call up nobody waits for a next try: looks every second whether the PBX can be reached again. */
export class ReturnWatch {
  readonly #options: ReturnWatchOptions;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** On the clock of `performance.now()`. */
  #connectedAt = -Infinity;

  constructor(options: ReturnWatchOptions) {
    this.#options = options;
  }

  /** To be told when the line or the calls are others than before. */
  changed(): void {
    if (!this.#options.isDue()) {
      this.stop();
      return;
    }
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#look(), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#connectedAt = -Infinity;
  }

  async #look(): Promise<void> {
    const { isDue, reaches, isWaiting, onReturn } = this.#options;
    if (!isDue()) {
      this.stop();
      return;
    }
    const reached = await reaches().catch(() => false);
    if (this.#timer === undefined || !isDue()) return;
    // A try that is under way and hangs is left to hang while there is no sign of life.
    if (!reached && !isWaiting()) return;
    const pause = reached ? (isWaiting() ? everyMs : holdOffMs) : blindMs;
    if (performance.now() - this.#connectedAt < pause) return;
    this.#connectedAt = performance.now();
    onReturn();
  }
}

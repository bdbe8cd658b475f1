/** A dead socket is seen within ten seconds: JsSIP itself sends nothing on an idle line, and a half-open socket takes 32 s. */
const intervalMs = 6_000;
const patienceMs = 4_000;

export type HeartbeatOptions = {
  /** Sends one OPTIONS; calls back on any answer. Only called while registered. */
  readonly ping: (answered: () => void) => void;
  readonly isDue: () => boolean;
  readonly onDead: () => void;
};

export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #interval: ReturnType<typeof setInterval> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    this.#interval = setInterval(() => this.#beat(), intervalMs);
  }

  stop(): void {
    clearInterval(this.#interval);
    clearTimeout(this.#patience);
  }

  /** The socket that was asked is gone: that it does not answer says nothing of the next one. */
  forget(): void {
    clearTimeout(this.#patience);
  }

  #beat(): void {
    if (!this.#options.isDue()) return;
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => {
      if (this.#options.isDue()) this.#options.onDead();
    }, patienceMs);
    this.#options.ping(() => clearTimeout(this.#patience));
  }
}

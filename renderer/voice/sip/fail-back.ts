/** How long the phone stays with a lesser server before it looks whether a better one is back, in ms; doubled after each return. */
const firstPauseMs = 15_000;
const longestPauseMs = 300_000;
/** How long a better server may take to open a WebSocket, in ms. */
const patienceMs = 5_000;

export type FailBackOptions = {
  /** The addresses of the servers that are better than the one in use, the best first; empty on the best one. */
  readonly better: () => readonly string[];
  /** The line is registered, and no call would be torn from its dialog. */
  readonly isDue: () => boolean;
  /** Whether the server takes connections. */
  readonly answers: (url: string, patienceMs: number) => Promise<boolean>;
  readonly onBack: (url: string) => void;
};

/** Goes back to the better server once it is there again; less and less often when it does not keep the line. */
export class FailBack {
  readonly #options: FailBackOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #returns = 0;

  constructor(options: FailBackOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    this.#timer = setTimeout(() => void this.#look(), Math.min(longestPauseMs, firstPauseMs * 2 ** this.#returns));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    const { better, isDue, answers, onBack } = this.#options;
    const servers = better();
    if (servers.length === 0 && isDue()) this.#returns = 0;
    for (const url of isDue() ? servers : []) {
      if (!(await answers(url, patienceMs))) continue;
      // A call may have come meanwhile, or the line may be gone.
      if (this.#timer !== timer || !isDue()) break;
      this.#returns = Math.min(this.#returns + 1, 8);
      onBack(url);
      break;
    }
    if (this.#timer === timer && timer !== undefined) this.start();
  }
}

/** Opens a WebSocket for SIP and closes it again. */
export function takesConnections(url: string, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, 'sip');
    const finish = (answers: boolean): void => {
      clearTimeout(timer);
      socket.close();
      resolve(answers);
    };
    const timer = setTimeout(() => finish(false), patience);
    socket.onopen = () => finish(true);
    socket.onerror = () => finish(false);
  });
}

/** `line`: the PBX has to answer. `path`: the sound has to pass as well. */
export type Need = 'line' | 'path';

type Request = { readonly need: Need; readonly run: () => void | Promise<void> };

/**
 * What the agent asked of a call while the network was away, in the order of asking. With nothing in the way a request runs at once; what has
 * waited runs one after the other, each when the one before it is done.
 */
export class PendingRequests {
  readonly #isMet: (need: Need) => boolean;
  readonly #onProblem: (error: unknown) => void;
  #queue: Request[] = [];
  #running = false;

  constructor(isMet: (need: Need) => boolean, onProblem: (error: unknown) => void) {
    this.#isMet = isMet;
    this.#onProblem = onProblem;
  }

  /** What a request throws at once, the caller gets. */
  ask(need: Need, run: () => void | Promise<void>): void {
    if (this.#queue.length === 0 && !this.#running && this.#isMet(need)) {
      void Promise.resolve(run()).catch(this.#onProblem);
      return;
    }
    this.#queue.push({ need, run });
    void this.#drain();
  }

  /** The line or the path may be back. */
  changed(): void {
    void this.#drain();
  }

  stop(): void {
    this.#queue = [];
  }

  async #drain(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    let [request] = this.#queue;
    while (request !== undefined && this.#isMet(request.need)) {
      this.#queue.shift();
      try {
        await request.run();
      } catch (error) {
        this.#onProblem(error);
      }
      [request] = this.#queue;
    }
    this.#running = false;
  }
}

export type LinkNews =
  /** The PBX has just answered on this socket: what is sent now arrives. */
  | 'verified'
  /** The socket is gone. */
  | 'down';

/** Whether a request can reach the PBX now, told to the calls that wait for it. */
export class LineLink {
  readonly #isUp: () => boolean;
  readonly #listeners = new Set<(news: LinkNews) => void>();

  /** @param isUp registered, over a socket that is open */
  constructor(isUp: () => boolean) {
    this.#isUp = isUp;
  }

  get up(): boolean {
    return this.#isUp();
  }

  tell(news: LinkNews): void {
    for (const listener of [...this.#listeners]) listener(news);
  }

  /** @returns ends it */
  follow(listener: (news: LinkNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

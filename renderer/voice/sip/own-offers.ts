/** How often an offer is tried again while another one is on its way (RFC 3261 §14.1: one at a time), and for how long, in ms. */
const retryMs = 200;
const patienceMs = 10_000;
/** A refusal may be a collision of two offers, which says nothing about the next try (RFC 3261 §14.1, 491). */
const tries = 3;
/** The longest pause before the next, in ms; a random part of it, or both sides would collide again. */
const collisionPauseMs = 1_000;
/** Before one that did not leave, for want of an address, is made again, in ms. */
const withheldPauseMs = 500;
/**
 * How long an offer may be under way over a line that is up, in ms: longer than its addresses (`guardGathering`) and then its answer (timer B, RFC
 * 3261 §17.1.1.2) may take. What has not been answered or refused by then never is.
 */
const underWayMs = 45_000;

export type Offer = {
  /** `busy`: another offer is under way. `needless`: things are already as it would make them. */
  readonly start: (done: () => void) => 'sent' | 'busy' | 'needless';
  /** It was refused, or did not arrive: takes back what `start` has changed here. */
  readonly undo: () => void;
  readonly onDone: () => void;
  /** After the last try. */
  readonly onFailed: () => void;
};

/**
 * The offers that this side makes in one call, one at a time, over a line that is up. One whose line dies under way is made again when
 * the line is back, however long that takes.
 */
export class OwnOffers {
  readonly #lineUp: () => boolean;
  #queue: Offer[] = [];
  /** The first of the queue has been sent; its answer is told by the newest of these. */
  #sent: object | undefined;
  #triesLeft = tries;
  #until: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(lineUp: () => boolean) {
    this.#lineUp = lineUp;
  }

  add(offer: Offer): void {
    this.#queue.push(offer);
    if (this.#queue.length === 1) this.#try();
  }

  /** Before what waits: without a path nothing else is of use. */
  addFirst(offer: Offer): void {
    this.#queue.splice(this.#sent === undefined ? 0 : 1, 0, offer);
    if (this.#sent === undefined) this.#begin();
  }

  /**
   * The offer under way was refused, or the line died with it.
   * @param isWithheld it never left, which says nothing about the next try
   */
  failed(isWithheld = false): void {
    const [offer] = this.#queue;
    if (this.#sent === undefined || offer === undefined) return;
    this.#sent = undefined;
    offer.undo();
    if (!this.#lineUp()) return;
    if (!isWithheld) this.#triesLeft -= 1;
    const isOver = isWithheld ? Date.now() >= (this.#until ?? 0) : this.#triesLeft <= 0;
    if (isOver) this.#settle(offer.onFailed);
    else this.#after(isWithheld ? withheldPauseMs : Math.random() * collisionPauseMs);
  }

  /** The line is back: what waited for it is offered. */
  lineBack(): void {
    if (this.#sent === undefined) this.#begin();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#queue = [];
    this.#sent = undefined;
  }

  #begin(): void {
    this.#triesLeft = tries;
    this.#until = undefined;
    this.#try();
  }

  #try(): void {
    clearTimeout(this.#timer);
    const [offer] = this.#queue;
    if (offer === undefined || this.#sent !== undefined || !this.#lineUp()) return;
    this.#until ??= Date.now() + patienceMs;
    const mark = {};
    const started = offer.start(() => {
      if (this.#sent === mark) this.#settle(offer.onDone);
    });
    if (started === 'needless') this.#settle(offer.onDone);
    else if (started === 'sent') this.#underWay(mark);
    else if (Date.now() >= this.#until) this.#settle(offer.onFailed);
    else this.#after(retryMs);
  }

  #underWay(mark: object): void {
    this.#sent = mark;
    this.#timer = setTimeout(() => this.failed(), underWayMs);
  }

  #after(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#try(), ms);
  }

  #settle(tell: () => void): void {
    this.#queue.shift();
    this.#sent = undefined;
    tell();
    this.#begin();
  }
}

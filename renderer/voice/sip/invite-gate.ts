/** More calls than that at once are no calls: a queue rings a phone some times a second at most. */
const burst = 30;
/** Milliseconds until one more is let through. */
const everyMs = 250;

/** Lets new calls through until they come faster than any PBX in its right mind sends them. */
export class InviteGate {
  #left = burst;
  #at = 0;

  /** @param now milliseconds, of any clock that never goes back */
  admits(now: number): boolean {
    this.#left = Math.min(burst, this.#left + (now - this.#at) / everyMs);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}

import { CountedWindows } from '../limits/counted-windows.ts';
import { Refusals } from '../limits/refusals.ts';

const hour = 3_600_000;

/** How long an address stays known to a login after a sign-in. Milliseconds. */
const knownFor = 30 * 24 * hour;

/**
 * Holds back who tries one login from many addresses. Where the login has signed in before it is not held back, or anybody could keep an agent out; there
 * the limit of that address stands. Remembers on this node alone.
 */
export class LoginGuard {
  readonly #refusals: Refusals;
  readonly #known: CountedWindows;

  /** @param most refused attempts for one login in an hour */
  constructor(most: number, now?: () => number) {
    this.#refusals = new Refusals({ most, window: hour }, 'AUTH_TOO_MANY_ATTEMPTS', now);
    this.#known = new CountedWindows(now);
  }

  /** Runs an attempt for this login. Throws `CodedError` AUTH_TOO_MANY_ATTEMPTS, unread, when too many were refused. */
  async attempt<T>(login: string, address: string, run: () => Promise<T>): Promise<T> {
    const key = `${login}|${address}`;
    const result = this.#known.read(key).current > 0 ? await run() : await this.#refusals.attempt(login, run);
    this.#known.count(key, knownFor);
    return result;
  }
}

import { CodedError } from '../../domain/errors.ts';
import { CountedWindows } from './counted-windows.ts';

/** Of one key, in each window, before what comes next is refused unread. `window` in milliseconds. */
export type Limit = { readonly most: number; readonly window: number };

/**
 * Counts by address what was refused: whoever tries tokens, or one password on many logins, soon costs nothing any more. What succeeds is taken
 * back, so that an office behind one address is not held up.
 */
export class Refusals {
  readonly #windows: CountedWindows;
  readonly #limit: Limit;
  readonly #code: 'REQUEST_TOO_MANY' | 'AUTH_TOO_MANY_ATTEMPTS';

  constructor(limit: Limit, code: 'REQUEST_TOO_MANY' | 'AUTH_TOO_MANY_ATTEMPTS', now?: () => number) {
    this.#limit = limit;
    this.#code = code;
    this.#windows = new CountedWindows(now);
  }

  /** Runs an attempt of this address. Throws `CodedError` of the given code, unread, when too many were refused. */
  async attempt<T>(address: string, run: () => Promise<T>): Promise<T> {
    // Counted before it is known, or many at once would all pass.
    if (this.#windows.count(address, this.#limit.window).current > this.#limit.most) {
      // It has refused nobody: those that are under way may all succeed.
      this.#windows.release(address);
      throw new CodedError(this.#code);
    }
    const result = await run();
    this.#windows.release(address);
    return result;
  }
}

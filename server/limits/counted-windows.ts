/** Keys remembered at most; the longest untouched is forgotten first, so that made-up keys cannot fill the memory. */
const maxKeys = 10_000;

export type Counted = { readonly current: number; readonly ttl: number };

/** Counts by key in windows of time, on this node. Times are in milliseconds. */
export class CountedWindows {
  readonly #windows = new Map<string, { count: number; readonly endsAt: number }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  count(key: string, window: number): Counted {
    const now = this.#now();
    const known = this.#windows.get(key);
    const current = known !== undefined && known.endsAt > now ? known : { count: 0, endsAt: now + window };
    current.count += 1;
    this.#windows.delete(key);
    this.#windows.set(key, current);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > maxKeys && oldest !== undefined) this.#windows.delete(oldest);
    return { current: current.count, ttl: current.endsAt - now };
  }

  /** Without counting. */
  read(key: string): Counted {
    const known = this.#windows.get(key);
    const ttl = (known?.endsAt ?? 0) - this.#now();
    return known === undefined || ttl <= 0 ? { current: 0, ttl: 0 } : { current: known.count, ttl };
  }

  /** Takes one back. */
  release(key: string): void {
    const known = this.#windows.get(key);
    if (known !== undefined) known.count = Math.max(0, known.count - 1);
  }

  forget(key: string): void {
    this.#windows.delete(key);
  }
}

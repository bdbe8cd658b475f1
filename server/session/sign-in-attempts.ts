import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';

/** Keys remembered at most; the longest untouched is forgotten first, so that made-up logins cannot fill the memory. */
const maxKeys = 10_000;

type Counted = { current: number; ttl: number };

export type SignInAttempts = {
  /** The store to give to @fastify/rate-limit, which makes an instance of it by itself. */
  readonly Store: FastifyRateLimitStoreCtor;
  /** After a sign-in that succeeded: only failures in a row should stop a person. */
  forget(key: string): void;
};

/** Counts sign-in attempts on this node, key by key. */
export function countSignInAttempts(): SignInAttempts {
  const windows = new Map<string, { count: number; readonly endsAt: number }>();

  class Store implements FastifyRateLimitStore {
    incr(key: string, callback: (error: Error | null, result?: Counted) => void, timeWindow = 0): void {
      const now = Date.now();
      const known = windows.get(key);
      const window = known !== undefined && known.endsAt > now ? known : { count: 0, endsAt: now + timeWindow };
      window.count += 1;
      windows.delete(key);
      windows.set(key, window);
      const [oldest] = windows.keys();
      if (windows.size > maxKeys && oldest !== undefined) windows.delete(oldest);
      callback(null, { current: window.count, ttl: window.endsAt - now });
    }

    child(): this {
      return this;
    }
  }

  return { Store, forget: (key) => windows.delete(key) };
}

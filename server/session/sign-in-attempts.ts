import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import { CountedWindows } from '../limits/counted-windows.ts';

export type SignInAttempts = {
  /** The store to give to @fastify/rate-limit, which makes an instance of it by itself. */
  readonly Store: FastifyRateLimitStoreCtor;
  /** After a sign-in that succeeded: only failures in a row should stop a person. */
  forget(key: string): void;
};

/** Counts sign-in attempts on this node, key by key. */
export function countSignInAttempts(): SignInAttempts {
  const windows = new CountedWindows();

  class Store implements FastifyRateLimitStore {
    incr(
      key: string,
      callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
      timeWindow = 0,
    ): void {
      callback(null, windows.count(key, timeWindow));
    }

    child(): this {
      return this;
    }
  }

  return { Store, forget: (key) => windows.forget(key) };
}

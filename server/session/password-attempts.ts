import type { RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { CodedError } from '../../domain/errors.ts';
import { Refusals } from '../limits/refusals.ts';
import { LoginGuard } from './login-guard.ts';
import { loginKey } from './passwords.ts';
import { countSignInAttempts } from './sign-in-attempts.ts';

export type PasswordLimits = {
  /** Attempts for one login from one address in each window. */
  readonly signInAttempts: number;
  /** For whatever login, from one address. */
  readonly signInRefusals: number;
  /** For one login in an hour, from wherever it is not known. */
  readonly signInLoginRefusals: number;
  readonly signInWindowSeconds: number;
};

/** Holds back who tries passwords, by the same counts wherever one is asked for. Counted on this node alone. */
export class PasswordAttempts {
  readonly #attempts = countSignInAttempts();
  readonly #refusals: Refusals;
  readonly #guard: LoginGuard;
  readonly #most: number;
  readonly #window: number;

  constructor(limits: PasswordLimits) {
    this.#most = limits.signInAttempts;
    this.#window = limits.signInWindowSeconds * 1000;
    this.#refusals = new Refusals({ most: limits.signInRefusals, window: this.#window }, 'AUTH_TOO_MANY_ATTEMPTS');
    this.#guard = new LoginGuard(limits.signInLoginRefusals);
  }

  /** To give to @fastify/rate-limit. */
  get Store() {
    return this.#attempts.Store;
  }

  /** What a route that asks for a password has for its rate limit. `loginOf`: whose password it is; empty where the request does not say. */
  limitOf(loginOf: (request: FastifyRequest) => string): RateLimitOptions {
    return {
      max: this.#most,
      timeWindow: this.#window,
      // The login may be in the body, which is there from this hook on.
      hook: 'preHandler',
      keyGenerator: (request: FastifyRequest) => attemptKey(loginOf(request), request.ip),
      errorResponseBuilder: () => new CodedError('AUTH_TOO_MANY_ATTEMPTS'),
    };
  }

  /** Runs an attempt that has passed the route's limit. Throws `CodedError` AUTH_TOO_MANY_ATTEMPTS, unread, when too many were refused. */
  async attempt<T>(login: string, address: string, run: () => Promise<T>): Promise<T> {
    const guarded = async () => await this.#guard.attempt(loginKey(login), address, run);
    const result = await this.#refusals.attempt(address, guarded);
    // Only failures in a row should stop a person.
    this.#attempts.forget(attemptKey(login, address));
    return result;
  }
}

function attemptKey(login: string, address: string): string {
  return `${loginKey(login).slice(0, 64)}|${address}`;
}

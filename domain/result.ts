import type { ErrorCode } from './errors.ts';

/** Outcome of a request that crosses a process: data, never a thrown object. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly detail?: string | undefined };

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure(code: ErrorCode, detail?: string): Result<never> {
  return detail === undefined ? { ok: false, code } : { ok: false, code, detail };
}

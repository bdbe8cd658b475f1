import { CodedError } from '../../../domain/errors.ts';

/** What a failure of IndexedDB means to a person: no room, or no storage. */
export function storageError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  for (let cause: unknown = error, depth = 0; cause instanceof Object && depth < 4; depth++) {
    if ('name' in cause && cause.name === 'QuotaExceededError') {
      return new CodedError('STORE_FULL', 'QuotaExceededError', { cause: error });
    }
    if (hasFailures(cause)) {
      const full = cause.failures.map(storageError).find((failure) => failure.code === 'STORE_FULL');
      if (full !== undefined) return full;
    }
    cause = 'inner' in cause ? cause.inner : undefined;
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new CodedError('STORE_UNAVAILABLE', detail.slice(0, 300), { cause: error });
}

/** Dexie's BulkError. */
function hasFailures(value: object): value is { failures: unknown[] } {
  return 'failures' in value && Array.isArray(value.failures);
}

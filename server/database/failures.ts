import { errnoOf } from '../data-folder.ts';

/** What the same statements may get over when they are run again (PostgreSQL, appendix A: error codes). */
export function isConflict(error: unknown): boolean {
  // serialization_failure, deadlock_detected, unique_violation (two made the same row at once)
  return ['40001', '40P01', '23505'].includes(errnoOf(error) ?? '');
}

/** The data itself is refused (class 22 data exception, class 23 integrity constraint, class 54 limit exceeded). */
export function isRefusal(error: unknown): boolean {
  return /^(22|23|54)[0-9A-Z]{3}$/.test(errnoOf(error) ?? '');
}

/** The database is away, stopping, starting or full of connections: not the request's fault. */
export function isUnavailable(error: unknown): boolean {
  const code = errnoOf(error) ?? '';
  if (/^(08|53|57P)[0-9A-Z]*$/.test(code)) return true;
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'].includes(code))
    return true;
  return (
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      error.message,
    )
  );
}

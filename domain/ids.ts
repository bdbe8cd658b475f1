import { v7 } from 'uuid';
import { z } from 'zod';

/** A UUIDv7 (RFC 9562 §5.7), made where the row is born; sorts by birth time. */
export const Id = z.uuid();
export type Id = z.infer<typeof Id>;

export function newId(): Id {
  return v7();
}

/** ISO 8601 instant in UTC with milliseconds. Client instants inform; they never order (the server's versions do). */
export const Instant = z.iso.datetime().max(40);
export type Instant = z.infer<typeof Instant>;

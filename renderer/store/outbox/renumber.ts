import type { Writes } from '../database/database.ts';
import type { QueuedMutation } from '../database/records.ts';

/** The queue for a new client identity: counted from 1 again, under the same global mutation ids. */
export function renumber(queue: readonly QueuedMutation[]): { queue: QueuedMutation[]; writes: Writes } {
  const renumbered = queue.map((mutation, place) => ({ ...mutation, seq: place + 1 }));
  return { queue: renumbered, writes: { clear: ['outbox'], put: { outbox: renumbered } } };
}

import { newId } from '../../domain/ids.ts';
import { firstTables, tableNames } from '../../domain/tables.ts';
import type { QueuedMutation, Meta, ConfirmedMutation } from './database/records.ts';
import { renumber } from './outbox/renumber.ts';
import type { Writes } from './database/database.ts';
import { mergeWrites } from './database/merge-writes.ts';

/** How long confirmed mutations are kept, to be sent again to a server that was restored from a backup: two days. */
const keptConfirmedMillis = 48 * 3600 * 1000;

/** A replica that knows nothing yet. Its client id is fresh: one that the server already counts would swallow the first mutations. */
export function firstMeta(): Meta {
  return {
    key: 'meta',
    clientId: newId(),
    cursor: null,
    complete: false,
    bootstrapFrom: null,
    nextSeq: 1,
    confirmedSeq: 0,
    rebuiltAt: null,
    tables: tableNames,
  };
}

/**
 * After an update of the program. Where it knows more tables than before, the cursor has gone past rows that were not sent: they
 * are pulled from the beginning, while what is here goes on being shown. Null: nothing is new.
 */
export function withNewTables(meta: Meta): Meta | null {
  const pulled: readonly string[] = meta.tables ?? firstTables;
  if (tableNames.every((table) => pulled.includes(table))) return null;
  return { ...meta, cursor: null, bootstrapFrom: null, tables: tableNames };
}

export type FreshStart = { readonly meta: Meta; readonly queue: readonly QueuedMutation[]; readonly writes: Writes };

/**
 * A new identity at the server: the queue counts from 1 again, behind what was confirmed and may have been forgotten, of which it may have some too, put
 * back from the journal. Of `before` it keeps what is said of the database and not of the identity.
 */
export function freshStart(
  queue: readonly QueuedMutation[],
  confirmed: readonly ConfirmedMutation[],
  before: Pick<Meta, 'rebuiltAt' | 'confirmedCount'>,
): FreshStart {
  const again = confirmed
    .toSorted(inOrder)
    .map(({ id, seq, name, args, at }): QueuedMutation => ({ id, seq, name, args, at }));
  const here = new Set(again.map(({ id }) => id));
  const renumbered = renumber([...again, ...queue.filter(({ id }) => !here.has(id))]);
  const { rebuiltAt, confirmedCount = 0 } = before;
  const meta = { ...firstMeta(), nextSeq: renumbered.queue.length + 1, rebuiltAt, confirmedCount };
  return {
    meta,
    queue: renumbered.queue,
    writes: mergeWrites(renumbered.writes, {
      clear: again.length > 0 ? ['confirmed'] : [],
      put: { meta: [meta] },
    }),
  };
}

/** Those that are still kept. @param now milliseconds since 1970 UTC */
export function unforgotten(confirmed: readonly ConfirmedMutation[], now: number): readonly ConfirmedMutation[] {
  return confirmed.filter(({ confirmedAt }) => confirmedAt >= now - keptConfirmedMillis);
}

/** The next one's number. Of more than `meta` says, when that is younger than they are: a database without it was damaged. */
export function countOf({ confirmedCount = 0 }: Meta, confirmed: readonly ConfirmedMutation[]): number {
  return confirmed.reduce((count, { no = -1 }) => Math.max(count, no + 1), confirmedCount);
}

/** Those that were not counted come first, by birth (UUIDv7). */
function inOrder(a: ConfirmedMutation, b: ConfirmedMutation): number {
  return (a.no ?? -1) - (b.no ?? -1) || (a.id < b.id ? -1 : 1);
}

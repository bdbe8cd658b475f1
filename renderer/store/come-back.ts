import type { Id } from '../../domain/ids.ts';
import type { StoreDatabase } from './database/database.ts';
import { mergeWrites } from './database/merge-writes.ts';
import type { ConfirmedMutation, Meta, QueuedMutation, RefusedRecord } from './database/records.ts';
import { countOf, freshStart, unforgotten, withNewTables, type FreshStart } from './meta.ts';
import type { JournalKeeper } from './outbox/journal-keeper.ts';
import type { PendingRows } from './outbox/rebase.ts';
import { recoverRefused } from './outbox/recover-words.ts';
import { recoverQueue, type Recovery } from './outbox/recovery.ts';

export type Surroundings = {
  readonly database: StoreDatabase;
  /** The outbox's second place. */
  readonly journal: Pick<JournalKeeper, 'read'>;
  readonly now: () => number;
};

/** What the program before this one left on the disk, as it is gone on with. */
export type CameBack = {
  readonly meta: Meta;
  readonly queue: readonly QueuedMutation[];
  readonly pending: PendingRows;
  readonly refused: readonly RefusedRecord[];
  readonly confirmed: readonly ConfirmedMutation[];
  /** Why the rows are pulled again; null: they are here. */
  readonly rebuilt: string | null;
  /** How many mutations, queued or refused, only the journal still had. */
  readonly recovered: number;
  /** Something was queued again: what `pending` says is not its effect. */
  readonly isRequeued: boolean;
};

type Standing = Pick<FreshStart, 'meta' | 'queue'>;

/** Reads what is there, and has on the disk what is gone on with when it resolves. */
export async function comeBack({ database, journal, now }: Surroundings): Promise<CameBack> {
  const [stored, queue, pending, refusedHere, confirmed, { lines, exists }] = await Promise.all([
    database.get('meta', 'meta'),
    database.all('outbox'),
    database.all('pending'),
    database.all('refused'),
    database.all('confirmed'),
    journal.read(),
  ]);
  const meta = stored?.key === 'meta' ? stored : null;
  const refusedThere = recoverRefused({ lines, meta, here: idsOf(refusedHere) });
  // Before there is an identity again, after which nobody would look for them any more.
  if (refusedThere.length > 0) await database.commit({ put: { refused: refusedThere } });
  const refused = [...refusedHere, ...refusedThere];
  const recovery = recoverQueue({ lines, meta, queue, confirmed: idsOf(confirmed), refused: idsOf(refused) });
  const again = unforgotten(confirmed, now());
  const found = meta === null ? await whyRebuilt(database, exists) : null;
  let standing: Standing;
  if (meta !== null) standing = { meta: await withAllTables(database, meta), queue };
  else {
    const rebuiltAt = found === null ? null : new Date(now()).toISOString();
    standing = await begin(database, queue, recovery === null ? again : [], rebuiltAt);
  }
  if (recovery !== null) standing = await putBack(database, standing.meta, recovery, again);
  return {
    meta: { ...standing.meta, confirmedCount: countOf(standing.meta, confirmed) },
    queue: standing.queue,
    pending: new Map(pending.map(({ table, id, row, by }) => [`${table}/${id}` as const, { row, by }])),
    refused,
    confirmed,
    rebuilt: found,
    recovered: (recovery?.lost ?? 0) + refusedThere.length,
    isRequeued: recovery !== null,
  };
}

/** Null: nobody was here before. */
async function whyRebuilt(database: StoreDatabase, wasHere: boolean): Promise<string | null> {
  if (wasHere) return 'wiped';
  return (await database.isEmpty()) ? null : 'meta missing';
}

async function withAllTables(database: StoreDatabase, stored: Meta): Promise<Meta> {
  const renewed = withNewTables(stored);
  if (renewed !== null) await database.commit({ put: { meta: [renewed] } });
  return renewed ?? stored;
}

/**
 * No `meta`: a new database, or one that was damaged. What is queued is kept, and so is what is to go up `again`; the rest comes from the
 * server.
 */
async function begin(
  database: StoreDatabase,
  queue: readonly QueuedMutation[],
  again: readonly ConfirmedMutation[],
  rebuiltAt: Meta['rebuiltAt'],
): Promise<Standing> {
  const fresh = freshStart(queue, again, { rebuiltAt });
  await database.commit(mergeWrites(fresh.writes, { clear: ['pages', 'heads', 'holes', 'overlay'] }));
  return fresh;
}

/**
 * Queues again what only the journal still had. A new identity, which pulls from the beginning, does not hear that the server was restored
 * meanwhile: what was confirmed under another goes up `again` with it.
 */
async function putBack(
  database: StoreDatabase,
  before: Meta,
  { clientId, queue }: Recovery,
  again: readonly ConfirmedMutation[],
): Promise<Standing> {
  const known = before.clientId === clientId;
  const [first, last] = [queue[0], queue.at(-1)];
  if (clientId === null || first === undefined || last === undefined || (!known && again.length > 0)) {
    const fresh = freshStart(queue, again, before);
    await database.commit(fresh.writes);
    return fresh;
  }
  const confirmedSeq = known ? before.confirmedSeq : first.seq - 1;
  const meta: Meta = { ...before, clientId, nextSeq: last.seq + 1, confirmedSeq };
  await database.commit({ clear: ['outbox'], put: { outbox: queue, meta: [meta] } });
  return { meta, queue };
}

function idsOf(rows: readonly { readonly id: Id }[]): ReadonlySet<Id> {
  return new Set(rows.map(({ id }) => id));
}

import { sql } from 'kysely';
import type { Id } from '../../domain/ids.ts';
import type { TableName } from '../../domain/tables.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';

export type RetentionOptions = {
  /** Closed tickets that nobody has touched since, tickets that were deleted before, and calls and ended callbacks without a ticket that are older, are deleted. */
  readonly before: Date;
  readonly dryRun: boolean;
};

export type Deleted = Readonly<Record<'tickets' | 'entries' | 'calls' | 'validations' | 'callbacks', number>>;

/** Tickets in one transaction. */
const portion = 500;

type Found = { readonly table: TableName; readonly id: Id; readonly scope: Id };

/**
 * Deletes what is older than it may be kept: closed tickets with all that belongs to them, and calls and callbacks that belong to no ticket. Each leaves an
 * eviction in its scope, by which the desks delete it too. What is written to a ticket meanwhile finds it gone and is refused.
 */
export async function deleteOld(db: Database, { before, dryRun }: RetentionOptions): Promise<Deleted> {
  const total = { tickets: 0, entries: 0, calls: 0, validations: 0, callbacks: 0 };
  const old = await sql<{ id: Id }>`select id from tickets where ${isOld(before)} order by id`.execute(db);
  const ids = old.rows.map(({ id }) => id);
  for (let start = 0; start < ids.length; start += portion) {
    await db.transaction().execute(async (trx) => {
      const found = await withTickets(trx, ids.slice(start, start + portion), before);
      await remove(trx, found, dryRun, total);
    });
  }
  await db.transaction().execute(async (trx) => {
    await remove(trx, await lonelyCalls(trx, before), dryRun, total);
    await remove(trx, await lonelyCallbacks(trx, before), dryRun, total);
  });
  return total;
}

/** Closed and untouched since, or deleted by a supervisor before. */
function isOld(before: Date) {
  return sql`((data ->> 'state' = 'closed' and (data ->> 'updatedAt')::timestamptz < ${before})
    or (data ->> 'deletedAt')::timestamptz < ${before})`;
}

/** Looked at again under the lock: somebody may have written since. */
async function withTickets(trx: DatabaseTransaction, ids: readonly Id[], before: Date): Promise<Found[]> {
  const tickets = await sql<Found>`select 'tickets' as table, id, scope from tickets
    where id = any(${[...ids]}::uuid[]) and ${isOld(before)} order by id for update`.execute(trx);
  const still = tickets.rows.map(({ id }) => id);
  const found = [...tickets.rows];
  for (const table of ['entries', 'calls', 'validations', 'callbacks', 'outlines'] as const) {
    const rows = await sql<Found>`select ${sql.lit(table)} as table, id, scope from ${sql.table(table)}
      where (data ->> 'ticketId')::uuid = any(${still}::uuid[]) order by id for update`.execute(trx);
    found.push(...rows.rows);
  }
  return found;
}

async function lonelyCalls(trx: DatabaseTransaction, before: Date): Promise<Found[]> {
  const calls = await sql<Found>`select 'calls' as table, id, scope from calls
    where data ->> 'ticketId' is null and (data ->> 'startedAt')::timestamptz < ${before} order by id for update`.execute(
    trx,
  );
  return calls.rows;
}

async function lonelyCallbacks(trx: DatabaseTransaction, before: Date): Promise<Found[]> {
  const callbacks = await sql<Found>`select 'callbacks' as table, id, scope from callbacks
    where data ->> 'ticketId' is null and (data ->> 'closedAt')::timestamptz < ${before} order by id for update`.execute(
    trx,
  );
  return callbacks.rows;
}

async function remove(
  trx: DatabaseTransaction,
  found: readonly Found[],
  dryRun: boolean,
  total: Record<'tickets' | 'entries' | 'calls' | 'validations' | 'callbacks', number>,
): Promise<void> {
  for (const { table } of found) if (table in total) total[table as keyof typeof total] += 1;
  if (dryRun || found.length === 0) return;
  const scopes = [...new Set(found.map(({ scope }) => scope))].sort();
  for (const scope of scopes) {
    const ofScope = found.filter((each) => each.scope === scope);
    const advanced = await sql<{ version: number }>`update scopes set version = version + ${ofScope.length}
      where scope = ${scope} returning version`.execute(trx);
    const first = (advanced.rows[0]?.version ?? 0) - ofScope.length + 1;
    await sql`insert into evictions (scope, table_name, id, version)
      select * from unnest(
        ${ofScope.map(() => scope)}::uuid[], ${ofScope.map(({ table }) => table)}::text[],
        ${ofScope.map(({ id }) => id)}::uuid[], ${ofScope.map((_, index) => first + index)}::bigint[]
      ) on conflict (scope, table_name, id) do update set version = excluded.version`.execute(trx);
  }
  for (const table of new Set(found.map((each) => each.table))) {
    const ids = found.filter((each) => each.table === table).map(({ id }) => id);
    await sql`delete from ${sql.table(table)} where id = any(${ids}::uuid[])`.execute(trx);
  }
}

import { sql } from 'kysely';
import type { Id } from '../../domain/ids.ts';
import { tableNames, type Row, type TableName } from '../../domain/tables.ts';
import type { DatabaseTransaction } from '../database/schema.ts';

export type RowWrite = {
  readonly table: TableName;
  readonly row: Row;
  /** The scope that the row was in before; undefined for a new row. The row must be locked when it is not new. */
  readonly scopeBefore: Id | undefined;
};

export type WrittenRows = {
  /** The version that each write got in its scope, in the order of the writes. */
  readonly versions: readonly number[];
  /** Every scope that has news, the left ones too. */
  readonly scopes: readonly Id[];
};

/**
 * Writes rows with their new versions; a row that leaves a scope leaves an eviction there.
 *
 * The counters of the scopes are advanced, and so locked until the transaction ends, in sorted order: two writers never wait
 * for each other in a circle, and version order is commit order, so that no commit can slip behind a cursor that was
 * already handed out. They are taken last, to be held as short as possible.
 */
export async function writeRows(trx: DatabaseTransaction, writes: readonly RowWrite[]): Promise<WrittenRows> {
  if (writes.length === 0) return { versions: [], scopes: [] };
  const next = await advanceCounters(trx, writes);
  const take = (scope: Id): number => {
    const version = (next.get(scope) ?? 0) + 1;
    next.set(scope, version);
    return version;
  };
  const placed = writes.map((write) => ({ ...write, version: take(write.row.scope) }));
  const left = placed
    .filter((write) => write.scopeBefore !== undefined && write.scopeBefore !== write.row.scope)
    .map((write) => ({ ...write, scope: write.scopeBefore ?? '', version: take(write.scopeBefore ?? '') }));
  for (const table of tableNames) {
    const ofTable = placed.filter((write) => write.table === table);
    await insertRows(
      trx,
      table,
      ofTable.filter((write) => write.scopeBefore === undefined),
    );
    await updateRows(
      trx,
      table,
      ofTable.filter((write) => write.scopeBefore !== undefined),
    );
  }
  if (left.length > 0) await recordEvictions(trx, left);
  return { versions: placed.map((write) => write.version), scopes: [...next.keys()] };
}

/** Returns the version that each scope had before. */
async function advanceCounters(trx: DatabaseTransaction, writes: readonly RowWrite[]): Promise<Map<Id, number>> {
  const counts = new Map<Id, number>();
  const count = (scope: Id) => counts.set(scope, (counts.get(scope) ?? 0) + 1);
  for (const { row, scopeBefore } of writes) {
    count(row.scope);
    if (scopeBefore !== undefined && scopeBefore !== row.scope) count(scopeBefore);
  }
  const scopes = [...counts.keys()].sort();
  // Rows of one INSERT are taken, and locked, in the order in which they are given.
  const advanced = await sql<{ scope: Id; version: number }>`
    insert into scopes (scope, version)
    select * from unnest(${scopes}::uuid[], ${scopes.map((scope) => counts.get(scope) ?? 0)}::bigint[])
    on conflict (scope) do update set version = scopes.version + excluded.version
    returning scope, version`.execute(trx);
  return new Map(advanced.rows.map(({ scope, version }) => [scope, version - (counts.get(scope) ?? 0)]));
}

type Placed = { readonly row: Row; readonly version: number };

function columns(writes: readonly Placed[]) {
  return sql`unnest(
    ${writes.map(({ row }) => row.id)}::uuid[], ${writes.map(({ row }) => row.scope)}::uuid[],
    ${writes.map(({ version }) => version)}::bigint[], ${writes.map(({ row }) => JSON.stringify(row))}::text[]
  ) as given (id, scope, version, data)`;
}

/** Fails with a unique violation when somebody else made the same id meanwhile: the transaction is then run again. */
async function insertRows(trx: DatabaseTransaction, table: TableName, writes: readonly Placed[]): Promise<void> {
  if (writes.length === 0) return;
  await sql`insert into ${sql.table(table)} (id, scope, version, data)
    select id, scope, version, data::jsonb from ${columns(writes)}`.execute(trx);
}

async function updateRows(trx: DatabaseTransaction, table: TableName, writes: readonly Placed[]): Promise<void> {
  if (writes.length === 0) return;
  await sql`update ${sql.table(table)} as kept set scope = given.scope, version = given.version, data = given.data::jsonb
    from ${columns(writes)} where kept.id = given.id`.execute(trx);
}

async function recordEvictions(
  trx: DatabaseTransaction,
  left: readonly { readonly scope: Id; readonly table: TableName; readonly row: Row; readonly version: number }[],
): Promise<void> {
  await sql`insert into evictions (scope, table_name, id, version)
    select * from unnest(
      ${left.map(({ scope }) => scope)}::uuid[], ${left.map(({ table }) => table)}::text[],
      ${left.map(({ row }) => row.id)}::uuid[], ${left.map(({ version }) => version)}::bigint[]
    )
    on conflict (scope, table_name, id) do update set version = excluded.version`.execute(trx);
}

import { sql, type RawBuilder } from 'kysely';
import type { Id } from '../../../domain/ids.ts';
import { tableNames, type TableName } from '../../../domain/tables.ts';
import type { DatabaseTransaction } from '../../database/schema.ts';
import type { Placed, PlacedRow, RowStorage } from '../storage.ts';

/** Writes rows in a transaction of PostgreSQL. */
export class PostgresRows implements RowStorage {
  protected readonly trx: DatabaseTransaction;

  constructor(trx: DatabaseTransaction) {
    this.trx = trx;
  }

  async write(placed: Placed): Promise<ReadonlyMap<Id, number>> {
    return versionsOf((await writing(placed).execute(this.trx)).rows);
  }
}

export type AdvancedScope = { readonly scope: Id; readonly version: number };

export function versionsOf(advanced: readonly AdvancedScope[]): ReadonlyMap<Id, number> {
  return new Map(advanced.map(({ scope, version }) => [scope, version]));
}

/** The one statement. @param more what is written besides, which may read `spans` */
export function writing(placed: Placed, more: readonly RawBuilder<unknown>[] = []): RawBuilder<AdvancedScope> {
  const parts = [...rowsOf(placed.rows), ...evictionsOf(placed.evictions), ...more];
  const scopes = [...placed.counts.keys()].sort();
  const counts = scopes.map((scope) => placed.counts.get(scope) ?? 0);
  // Rows of one INSERT are taken, and locked, in the order in which they are given. What follows reads it, and so comes after.
  return sql<AdvancedScope>`
    with given_scopes as (select * from unnest(${scopes}::uuid[], ${counts}::bigint[]) as given (scope, count)),
    advanced as (
      insert into scopes (scope, version) select scope, count from given_scopes
      on conflict (scope) do update set version = scopes.version + excluded.version
      returning scope, version
    ),
    spans as (select scope, version, version - count as before from advanced join given_scopes using (scope)),
    ${sql.join(parts, sql`, `)}
    select scope, version from spans`;
}

/** One statement for each table and for what is new and what is not. */
function* rowsOf(rows: readonly PlacedRow[]): Iterable<RawBuilder<unknown>> {
  for (const table of tableNames) {
    const ofTable = rows.filter((row) => row.table === table);
    const [inserted, updated] = [ofTable.filter(({ isNew }) => isNew), ofTable.filter(({ isNew }) => !isNew)];
    if (inserted.length > 0) yield sql`${sql.ref(`inserted_${table}`)} as (${inserting(table, inserted)})`;
    if (updated.length > 0) yield sql`${sql.ref(`updated_${table}`)} as (${updating(table, updated)})`;
  }
}

function inserting(table: TableName, rows: readonly PlacedRow[]): RawBuilder<unknown> {
  return sql`insert into ${sql.table(table)} (id, scope, version, data)
    select id, scope, before + place, data::jsonb from ${given(rows)} join spans using (scope)`;
}

function updating(table: TableName, rows: readonly PlacedRow[]): RawBuilder<unknown> {
  return sql`update ${sql.table(table)} as kept set scope = given.scope, version = before + place, data = given.data::jsonb
    from ${given(rows)} join spans using (scope) where kept.id = given.id`;
}

function given(rows: readonly PlacedRow[]): RawBuilder<unknown> {
  return sql`unnest(
    ${rows.map(({ row }) => row.id)}::uuid[], ${rows.map(({ row }) => row.scope)}::uuid[],
    ${rows.map(({ place }) => place)}::bigint[], ${rows.map(({ row }) => JSON.stringify(row))}::text[]
  ) as given (id, scope, place, data)`;
}

function evictionsOf(evictions: Placed['evictions']): RawBuilder<unknown>[] {
  if (evictions.length === 0) return [];
  return [
    sql`evicted as (
      insert into evictions (scope, table_name, id, version)
      select scope, table_name, id, before + place from unnest(
        ${evictions.map(({ scope }) => scope)}::uuid[], ${evictions.map(({ table }) => table)}::text[],
        ${evictions.map(({ id }) => id)}::uuid[], ${evictions.map(({ place }) => place)}::bigint[]
      ) as given (scope, table_name, id, place) join spans using (scope)
      on conflict (scope, table_name, id) do update set version = excluded.version)`,
  ];
}

import { sql } from 'kysely';
import type { Id } from '../../../domain/ids.ts';
import type { TableName } from '../../../domain/tables.ts';
import type { DatabaseTransaction } from '../../database/schema.ts';
import type { Eviction, RowStorage, VersionedRow } from '../storage.ts';

/** Writes rows in a transaction of PostgreSQL. */
export class PostgresRows implements RowStorage {
  protected readonly trx: DatabaseTransaction;

  constructor(trx: DatabaseTransaction) {
    this.trx = trx;
  }

  async advanceCounters(counts: ReadonlyMap<Id, number>): Promise<ReadonlyMap<Id, number>> {
    const scopes = [...counts.keys()].sort();
    // Rows of one INSERT are taken, and locked, in the order in which they are given.
    const advanced = await sql<{ scope: Id; version: number }>`
      insert into scopes (scope, version)
      select * from unnest(${scopes}::uuid[], ${scopes.map((scope) => counts.get(scope) ?? 0)}::bigint[])
      on conflict (scope) do update set version = scopes.version + excluded.version
      returning scope, version`.execute(this.trx);
    return new Map(advanced.rows.map(({ scope, version }) => [scope, version]));
  }

  async insertRows(table: TableName, rows: readonly VersionedRow[]): Promise<void> {
    if (rows.length === 0) return;
    await sql`insert into ${sql.table(table)} (id, scope, version, data)
      select id, scope, version, data::jsonb from ${columns(rows)}`.execute(this.trx);
  }

  async updateRows(table: TableName, rows: readonly VersionedRow[]): Promise<void> {
    if (rows.length === 0) return;
    await sql`update ${sql.table(table)} as kept set scope = given.scope, version = given.version, data = given.data::jsonb
      from ${columns(rows)} where kept.id = given.id`.execute(this.trx);
  }

  async recordEvictions(evictions: readonly Eviction[]): Promise<void> {
    if (evictions.length === 0) return;
    await sql`insert into evictions (scope, table_name, id, version)
      select * from unnest(
        ${evictions.map(({ scope }) => scope)}::uuid[], ${evictions.map(({ table }) => table)}::text[],
        ${evictions.map(({ id }) => id)}::uuid[], ${evictions.map(({ version }) => version)}::bigint[]
      )
      on conflict (scope, table_name, id) do update set version = excluded.version`.execute(this.trx);
  }
}

function columns(rows: readonly VersionedRow[]) {
  return sql`unnest(
    ${rows.map(({ row }) => row.id)}::uuid[], ${rows.map(({ row }) => row.scope)}::uuid[],
    ${rows.map(({ version }) => version)}::bigint[], ${rows.map(({ row }) => JSON.stringify(row))}::text[]
  ) as given (id, scope, version, data)`;
}

import { sql } from 'kysely';
import { z } from 'zod';
import type { Id } from '../../../domain/ids.ts';
import type { TableName } from '../../../domain/tables.ts';
import type { DatabaseTransaction } from '../../database/schema.ts';
import type { ChangedRow, Counter, PullStorage, ResultRecord, Standing } from '../storage.ts';

type StandingRow = {
  readonly epoch: Id | null;
  readonly counters: readonly ({ readonly scope: Id } & Counter)[];
  readonly client: { readonly agentId: Id; readonly lastSeq: number } | null;
};

const Versions = z.record(z.string(), z.number());

/** The statements of a pull. */
export class PostgresPull implements PullStorage {
  readonly #trx: DatabaseTransaction;

  constructor(trx: DatabaseTransaction) {
    this.#trx = trx;
  }

  async standing(scopes: readonly Id[], clientId: Id): Promise<Standing> {
    const found = await sql<StandingRow>`
      select
        (select value from meta where key = 'epoch') as epoch,
        (select coalesce(json_agg(json_build_object('scope', scope, 'version', version, 'horizon', horizon)), '[]')
          from scopes where scope = any(${[...scopes]}::uuid[])) as counters,
        (select json_build_object('agentId', agent_id, 'lastSeq', last_seq)
          from clients where client_id = ${clientId}) as client`.execute(this.#trx);
    const [row] = found.rows;
    if (row?.epoch == null) throw new Error('meta has no epoch');
    const counters = row.counters.map(({ scope, version, horizon }) => [scope, { version, horizon }] as const);
    return { epoch: row.epoch, counters: new Map(counters), client: row.client ?? undefined };
  }

  /** The indexes on (scope, version) are merged, so that a page costs what it holds. */
  async changes(tables: readonly TableName[], scope: Id, after: number, limit: number): Promise<readonly ChangedRow[]> {
    const rows = tables.map(
      (table) => sql`(select ${sql.lit(table)} as "table", version, id, data::text as data
        from ${sql.table(table)} where scope = ${scope} and version > ${after} order by version limit ${limit})`,
    );
    const evictions = sql`(select table_name, version, id, null::text as data
      from evictions where scope = ${scope} and version > ${after} and table_name = any(${[...tables]}) order by version limit ${limit})`;
    const found =
      await sql<ChangedRow>`select "table", version, id, data from (${sql.join([...rows, evictions], sql` union all `)}) as changed
      order by version limit ${limit}`.execute(this.#trx);
    return found.rows;
  }

  async idsIn(table: TableName, ids: readonly Id[], scopes: readonly Id[]): Promise<readonly Id[]> {
    const rows = await this.#trx
      .selectFrom(table)
      .select('id')
      .where('id', 'in', [...ids])
      .where('scope', 'in', [...scopes])
      .execute();
    return rows.map((row) => row.id);
  }

  async results(clientId: Id, after: number, limit: number): Promise<readonly Omit<ResultRecord, 'first'>[]> {
    const rows = await this.#trx
      .selectFrom('results')
      .select(['seq', 'mutation_id as id', 'outcome', 'code', 'fields', 'versions'])
      .where('client_id', '=', clientId)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, versions: Versions.parse(row.versions) }));
  }
}

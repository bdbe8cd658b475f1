import { CompiledQuery, sql, type RawBuilder } from 'kysely';
import type { Id } from '../../../domain/ids.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import { ticketTables } from '../../../domain/ticket/belongings.ts';
import { ofAgent, writeAudit } from '../../audit/audit.ts';
import { runLast, runTogether } from '../../database/pipelining-dialect.ts';
import type {
  AuditedMutation,
  ClientRow,
  KnownMutation,
  LockedRows,
  Placed,
  PushRecord,
  PushStart,
  PushStorage,
} from '../storage.ts';
import type { RecordedEvent } from '../../webhooks/event.ts';
import { PostgresRows, versionsOf, writing } from './row-storage.ts';

type Locked =
  | { readonly kind: 'reference'; readonly data: number }
  | { readonly kind: 'team'; readonly id: Id }
  | { readonly kind: TableName; readonly data: Row };

type FoundClient = {
  readonly agent_id: Id;
  readonly last_seq: number;
  readonly known: readonly KnownMutation[];
  readonly observed: boolean;
  readonly epoch: Id;
};

/** The statements of a push. */
export class PostgresPush extends PostgresRows implements PushStorage {
  async start(start: PushStart): Promise<{ client: ClientRow | undefined; locked: LockedRows }> {
    const { clientId, newOf, mutationIds, tables, ids, references } = start;
    const [clients, rows] = (
      await runTogether(this.trx, [
        keptPlans,
        ...(newOf === undefined ? [] : [addingClient(clientId, newOf)]),
        lockingClient(clientId, mutationIds),
        lockingRows(tables, ids, references),
      ])
    ).slice(-2) as [FoundClient[], Locked[]];
    return { client: clientOf(clients), locked: lockedOf(rows) };
  }

  async finish(placed: Placed, record: PushRecord): Promise<ReadonlyMap<Id, number>> {
    return versionsOf(await runLast(this.trx, writing(placed, recording(record)).compile(this.trx)));
  }

  async recorded(
    clientId: Id,
    from: number,
    to: number,
  ): Promise<readonly { readonly seq: number; readonly id: Id }[]> {
    return await this.trx
      .selectFrom('results')
      .select(['seq', 'mutation_id as id'])
      .where('client_id', '=', clientId)
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .execute();
  }

  async lockRow(table: TableName, id: Id): Promise<Row | undefined> {
    const found = await sql<{
      data: Row;
    }>`select data from ${sql.table(table)} where id = ${id} for no key update`.execute(this.trx);
    return found.rows[0]?.data;
  }

  async lockOfTicket(ticketId: Id): Promise<LockedRows['rows']> {
    const locked = ticketTables.map(
      (table) => sql`${sql.ref(`locked_${table}`)} as materialized (
        select data from ${sql.table(table)} where (data ->> 'ticketId')::uuid = ${ticketId} order by id for no key update)`,
    );
    const rows = ticketTables.map(
      (table) => sql`select ${sql.lit(table)} as "table", data as row from ${sql.table(`locked_${table}`)}`,
    );
    const found = await sql<{ table: TableName; row: Row }>`
      with ${sql.join(locked)} ${sql.join(rows, sql` union all `)}`.execute(this.trx);
    return found.rows;
  }

  async lockLinkedTo(ticketId: Id): Promise<LockedRows['rows']> {
    const link = JSON.stringify([{ ticketId }]);
    const found = await sql<{ row: Row }>`
      select data as row from tickets where data ? 'links' and data -> 'links' @> ${link}::jsonb
      order by id for no key update`.execute(this.trx);
    return found.rows.map(({ row }) => ({ table: 'tickets', row }));
  }

  async recordAudit(deeds: readonly AuditedMutation[]): Promise<void> {
    for (const { agentId, ...deed } of deeds) await writeAudit(this.trx, { actor: ofAgent(agentId), ...deed });
  }

  async teamIds(): Promise<readonly Id[]> {
    const teams = await this.trx.selectFrom('teams').select('id').execute();
    return teams.map((team) => team.id);
  }

  async nextReference(): Promise<number> {
    const taken = await sql<{ reference: number }>`select nextval('ticket_reference') as reference`.execute(this.trx);
    const [row] = taken.rows;
    if (row === undefined) throw new Error('nextval gave no row');
    return row.reference;
  }

  async recordEvents(events: readonly RecordedEvent[]): Promise<void> {
    await sql`insert into webhook_deliveries (event_id, webhook_id, type, body)
      select event.id, webhooks.id, event.type, event.body from webhooks join unnest(
        ${events.map(({ id }) => id)}::uuid[], ${events.map(({ type }) => type)}::text[],
        ${events.map(({ scope }) => scope)}::uuid[], ${events.map(({ scopeBefore }) => scopeBefore)}::uuid[],
        ${events.map(({ body }) => body)}::text[]
      ) as event (id, type, scope, scope_before, body)
      on event.type = any(webhooks.events) and (team_id is null or team_id in (event.scope, event.scope_before))`.execute(
      this.trx,
    );
  }
}

/**
 * For this transaction: the plans of its statements are kept as they are. By itself PostgreSQL takes a list of unknown length for ten rows, finds a plan for the
 * very values cheaper, and plans every push again, which takes longer than to run it.
 */
const keptPlans = CompiledQuery.raw('set local plan_cache_mode = force_generic_plan');

function addingClient(clientId: Id, agentId: Id): CompiledQuery {
  const text = 'insert into clients (client_id, agent_id, last_seq) values ($1, $2, 0) on conflict do nothing';
  return CompiledQuery.raw(text, [clientId, agentId]);
}

// A mutation that another client brings at this very moment is not seen here: the unique index on `first` results stops it.
const clientLock = `select agent_id, last_seq, (
    select coalesce(json_agg(json_build_object('id', mutation_id, 'outcome', outcome, 'code', code, 'fields', fields)), '[]')
    from results where first and mutation_id = any($2::uuid[])
  ) as known, exists (select from webhooks) as observed, (select value from meta where key = 'epoch') as epoch
  from clients where client_id = $1 for update`;

function lockingClient(clientId: Id, mutationIds: readonly Id[]): CompiledQuery {
  return CompiledQuery.raw(clientLock, [clientId, mutationIds]);
}

function clientOf([row]: readonly FoundClient[]): ClientRow | undefined {
  if (row === undefined) return undefined;
  const { agent_id: agentId, last_seq: lastSeq, ...rest } = row;
  return { agentId, lastSeq, ...rest };
}

/** By the tables. Made once: to build it takes longer than to send it. */
const rowLocks = new WeakMap<readonly TableName[], string>();

function rowLock(tables: readonly TableName[]): string {
  const locked = tables.map(
    (table) => `locked_${table} as materialized (
      select data from ${table} where id = any($1::uuid[]) order by id for no key update)`,
  );
  const rows = tables.map((table) => `select '${table}' as kind, null::uuid as id, data from locked_${table}`);
  const teams = `select 'team', id, null from teams`;
  const numbers = `select 'reference', null, to_jsonb(nextval('ticket_reference')) from generate_series(1, $2::int)`;
  return `with ${locked.join(', ')} ${[...rows, teams, numbers].join(' union all ')}`;
}

function lockingRows(tables: readonly TableName[], ids: readonly Id[], references: number): CompiledQuery {
  const text = rowLocks.get(tables) ?? rowLock(tables);
  rowLocks.set(tables, text);
  return CompiledQuery.raw(text, [ids, references]);
}

function lockedOf(found: readonly Locked[]): LockedRows {
  const result = { rows: [] as { table: TableName; row: Row }[], teamIds: [] as Id[], references: [] as number[] };
  for (const item of found) {
    if (item.kind === 'reference') result.references.push(item.data);
    else if (item.kind === 'team') result.teamIds.push(item.id);
    else result.rows.push({ table: item.kind, row: item.data });
  }
  return result;
}

function recording({ clientId, results, lastSeq }: PushRecord): RawBuilder<unknown>[] {
  const records = results.map(({ id, ...rest }) => ({ ...rest, mutation_id: id }));
  return [
    sql`recorded as (
      insert into results (client_id, seq, mutation_id, first, outcome, code, fields, versions)
      select ${clientId}::uuid, seq, mutation_id, first, outcome, code, fields, (
        select coalesce(jsonb_object_agg(scope, before + place::bigint), '{}')
        from jsonb_each_text(places) as placed (in_scope, place) join spans on scope = in_scope::uuid
      ) from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as given (
        seq bigint, mutation_id uuid, first boolean, outcome text, code text, fields text[], places jsonb
      ))`,
    sql`come_to as (update clients set last_seq = ${lastSeq} where client_id = ${clientId})`,
  ];
}

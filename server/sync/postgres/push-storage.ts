import { sql } from 'kysely';
import type { Id } from '../../../domain/ids.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import { ticketTables } from '../../../domain/ticket/belongings.ts';
import { ofAgent, writeAudit } from '../../audit/audit.ts';
import type { AuditedMutation, ClientRow, KnownMutation, LockedRows, PushStorage } from '../storage.ts';
import type { RecordedEvent } from '../../webhooks/event.ts';
import { PostgresRows } from './row-storage.ts';

type Locked =
  | { readonly kind: 'reference'; readonly data: number }
  | { readonly kind: 'team'; readonly id: Id }
  | { readonly kind: TableName; readonly data: Row };

/** The statements of a push. */
export class PostgresPush extends PostgresRows implements PushStorage {
  async lockClient(clientId: Id, mutationIds: readonly Id[]): Promise<ClientRow | undefined> {
    // A mutation that another client brings at this very moment is not seen here: the unique index on `first` results stops it.
    const found = await sql<{
      agent_id: Id;
      last_seq: number;
      known: readonly KnownMutation[];
      observed: boolean;
      epoch: Id;
    }>`
      select agent_id, last_seq, (
        select coalesce(json_agg(json_build_object('id', mutation_id, 'outcome', outcome, 'code', code, 'fields', fields)), '[]')
        from results where first and mutation_id = any(${[...mutationIds]}::uuid[])
      ) as known, exists (select from webhooks) as observed,
      (select value from meta where key = 'epoch') as epoch
      from clients where client_id = ${clientId} for update`.execute(this.trx);
    const [row] = found.rows;
    if (row === undefined) return undefined;
    const { agent_id: agentId, last_seq: lastSeq, ...rest } = row;
    return { agentId, lastSeq, ...rest };
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

  async addClient(clientId: Id, agentId: Id): Promise<void> {
    await this.trx
      .insertInto('clients')
      .values({ client_id: clientId, agent_id: agentId, last_seq: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async lockRows(tables: readonly TableName[], ids: readonly Id[], references: number): Promise<LockedRows> {
    const locked = tables.map(
      (table) => sql`${sql.ref(`locked_${table}`)} as materialized (
        select data from ${sql.table(table)} where id = any(${[...ids]}::uuid[]) order by id for no key update)`,
    );
    const rows = tables.map(
      (table) => sql`select ${sql.lit(table)} as kind, null::uuid as id, data from ${sql.table(`locked_${table}`)}`,
    );
    const teams = sql`select 'team', id, null from teams`;
    const numbers = sql`select 'reference', null, to_jsonb(nextval('ticket_reference'))
      from generate_series(1, ${references}::int)`;
    const found = await sql<Locked>`
      with ${sql.join(locked)} ${sql.join([...rows, teams, numbers], sql` union all `)}`.execute(this.trx);
    const result = { rows: [] as { table: TableName; row: Row }[], teamIds: [] as Id[], references: [] as number[] };
    for (const item of found.rows) {
      if (item.kind === 'reference') result.references.push(item.data);
      else if (item.kind === 'team') result.teamIds.push(item.id);
      else result.rows.push({ table: item.kind, row: item.data });
    }
    return result;
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

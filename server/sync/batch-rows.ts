import { sql } from 'kysely';
import type { Id } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';
import type { Row, TableName } from '../../domain/tables.ts';
import type { DatabaseTransaction } from '../database/schema.ts';
import type { RowWrite } from './write-rows.ts';

/** Tables whose rows the arguments of mutations name. Others are read when a mutation asks. */
const prefetched = ['tickets', 'entries', 'calls', 'contacts', 'validations'] as const satisfies readonly TableName[];

type Prefetched =
  | { readonly kind: 'reference'; readonly data: number }
  | { readonly kind: 'team'; readonly id: Id }
  | { readonly kind: TableName; readonly id: Id; readonly data: Row };

type HeldRow = {
  readonly table: TableName;
  /** As the database has it, locked; undefined when there is none. */
  readonly before: Row | undefined;
  current: Row | undefined;
  changed: boolean;
};

export type RowKey = `${TableName}/${Id}`;

export function keyOf(table: TableName, id: Id): RowKey {
  return `${table}/${id.toLowerCase()}`;
}

/** The rows of one push: read once, locked until its end, changed in memory, written together. */
export class BatchRows {
  readonly #trx: DatabaseTransaction;
  readonly #held = new Map<RowKey, HeldRow>();
  #teams: Promise<ReadonlySet<Id>> | undefined;
  #references: number[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(trx: DatabaseTransaction) {
    this.#trx = trx;
  }

  /** A database error inside a mutation: the transaction is lost, whatever the mutation made of the error. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /**
   * In one round trip: reads and locks, in the order of the ids, every row that one of these ids may mean; reads which teams
   * there are; takes a number for each new ticket (those of tickets that are refused then stay unused).
   */
  async prefetch(ids: readonly Id[], newTickets: number): Promise<void> {
    const sorted = [...new Set(ids.map((id) => id.toLowerCase()))].sort();
    const locked = prefetched.map(
      (table) => sql`${sql.ref(`locked_${table}`)} as materialized (
        select id, data from ${sql.table(table)} where id = any(${sorted}::uuid[]) order by id for no key update)`,
    );
    const rows = prefetched.map(
      (table) => sql`select ${sql.lit(table)} as kind, id, data from ${sql.table(`locked_${table}`)}`,
    );
    const teams = sql`select 'team', id, null from teams`;
    const references = sql`select 'reference', null, to_jsonb(nextval('ticket_reference'))
      from generate_series(1, ${newTickets}::int)`;
    const found = await sql<Prefetched>`
      with ${sql.join(locked)} ${sql.join([...rows, teams, references], sql` union all `)}`.execute(this.#trx);
    for (const table of prefetched) for (const id of sorted) this.#hold(table, id, undefined);
    const teamIds = new Set<Id>();
    for (const item of found.rows) {
      if (item.kind === 'reference') this.#references.push(item.data);
      else if (item.kind === 'team') teamIds.add(item.id);
      else this.#hold(item.kind, item.id, item.data);
    }
    this.#teams = Promise.resolve(teamIds);
  }

  async read(table: TableName, id: Id): Promise<Row | undefined> {
    const held = this.#held.get(keyOf(table, id));
    if (held !== undefined) return held.current;
    const found = await this.#guard(
      sql<{ data: Row }>`select data from ${sql.table(table)} where id = ${id} for no key update`.execute(this.#trx),
    );
    return this.#hold(table, id, found.rows[0]?.data).current;
  }

  write(table: TableName, row: Row): void {
    const held = this.#held.get(keyOf(table, row.id)) ?? this.#hold(table, row.id, undefined);
    held.current = row;
    held.changed = true;
  }

  /** May rows live in this scope? Only in the organisation's, or a team's that exists. */
  async isScope(scope: Id): Promise<boolean> {
    if (scope === organisationScope) return true;
    this.#teams ??= this.#guard(this.#trx.selectFrom('teams').select('id').execute()).then(
      (teams) => new Set(teams.map((team) => team.id)),
    );
    return (await this.#teams).has(scope.toLowerCase());
  }

  async nextTicketReference(): Promise<number> {
    if (this.#references.length === 0) {
      const taken = await this.#guard(
        sql<{ reference: number }>`select nextval('ticket_reference') as reference`.execute(this.#trx),
      );
      this.#references = taken.rows.map((row) => row.reference);
    }
    const reference = this.#references.shift();
    if (reference === undefined) throw new Error('nextval gave no row');
    return reference;
  }

  changes(): { readonly key: RowKey; readonly write: RowWrite }[] {
    const changes: { readonly key: RowKey; readonly write: RowWrite }[] = [];
    for (const [key, { table, before, current, changed }] of this.#held) {
      if (changed && current !== undefined)
        changes.push({ key, write: { table, row: current, scopeBefore: before?.scope } });
    }
    return changes;
  }

  #hold(table: TableName, id: Id, row: Row | undefined): HeldRow {
    const held = { table, before: row, current: row, changed: false };
    this.#held.set(keyOf(table, id), held);
    return held;
  }

  async #guard<T>(query: Promise<T>): Promise<T> {
    try {
      return await query;
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    }
  }
}

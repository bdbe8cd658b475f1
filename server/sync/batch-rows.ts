import type { Id } from '../../domain/ids.ts';
import { organisationScope, trashScope } from '../../domain/row.ts';
import type { Row, TableName } from '../../domain/tables.ts';
import type { AuditedMutation, LockedRows, PushStorage } from './storage.ts';
import type { RowWrite } from './write-rows.ts';

/** Tables whose rows the arguments of mutations name. Others are read when a mutation asks. */
export const prefetched = [
  'tickets',
  'entries',
  'calls',
  'contacts',
  'validations',
  'callbacks',
  'equipment',
  'texts',
  'procedures',
] as const satisfies readonly TableName[];

type HeldRow = {
  readonly table: TableName;
  /** As the database has it, locked; undefined when there is none. */
  readonly before: Row | undefined;
  current: Row | undefined;
  changed: boolean;
};

export type RowKey = `${TableName}/${Id}`;

/** `before`: as the database has it; undefined for a new row. */
export type RowChange = { readonly key: RowKey; readonly before: Row | undefined; readonly write: RowWrite };

export function keyOf(table: TableName, id: Id): RowKey {
  return `${table}/${id.toLowerCase()}`;
}

export function tableAndId(key: RowKey): [table: TableName, id: Id] {
  const cut = key.indexOf('/');
  return [key.slice(0, cut) as TableName, key.slice(cut + 1)];
}

/** The rows of one push: read once, locked until its end, changed in memory, written together. */
export class BatchRows {
  readonly #trx: PushStorage;
  /** For the audit trail. */
  readonly audited: AuditedMutation[] = [];
  readonly #held = new Map<RowKey, HeldRow>();
  #teams: Promise<ReadonlySet<Id>> | undefined;
  #references: number[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(trx: PushStorage) {
    this.#trx = trx;
  }

  /** A database error inside a mutation: the transaction is lost, whatever the mutation made of the error. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** Those that were read and locked when the push began: every row of the `prefetched` tables that one of these ids means. */
  begin(ids: readonly Id[], { rows, teamIds, references }: LockedRows): void {
    for (const table of prefetched) for (const id of ids) this.#hold(table, id, undefined);
    for (const { table, row } of rows) this.#hold(table, row.id, row);
    this.#references.push(...references);
    this.#teams = Promise.resolve(new Set(teamIds));
  }

  async read(table: TableName, id: Id): Promise<Row | undefined> {
    const held = this.#held.get(keyOf(table, id));
    if (held !== undefined) return held.current;
    return this.#hold(table, id, await this.#guard(this.#trx.lockRow(table, id))).current;
  }

  /** Reads and locks all that belongs to a ticket, which is locked already: so nothing joins it meanwhile. */
  async readOfTicket(ticketId: Id): Promise<void> {
    this.#take(await this.#guard(this.#trx.lockOfTicket(ticketId)));
  }

  /** Reads and locks the tickets that have a link to one, which is locked already. */
  async readLinkedTo(ticketId: Id): Promise<void> {
    this.#take(await this.#guard(this.#trx.lockLinkedTo(ticketId)));
  }

  #take(rows: LockedRows['rows']): void {
    for (const { table, row } of rows) {
      const held = this.#held.get(keyOf(table, row.id));
      // What was not there when its id was asked for, and was not made here, may be there by now.
      if (held === undefined || (held.before === undefined && !held.changed)) this.#hold(table, row.id, row);
    }
  }

  /** All that was read or written so far. */
  keys(): Iterable<RowKey> {
    return this.#held.keys();
  }

  write(table: TableName, row: Row): void {
    const held = this.#held.get(keyOf(table, row.id)) ?? this.#hold(table, row.id, undefined);
    held.current = row;
    held.changed = true;
  }

  /** May rows live in this scope? Only in the organisation's, a team's that exists, or among what was deleted. */
  async isScope(scope: Id): Promise<boolean> {
    if (scope === organisationScope || scope === trashScope) return true;
    this.#teams ??= this.#guard(this.#trx.teamIds()).then((teamIds) => new Set(teamIds));
    return (await this.#teams).has(scope.toLowerCase());
  }

  async nextTicketReference(): Promise<number> {
    return this.#references.shift() ?? (await this.#guard(this.#trx.nextReference()));
  }

  changes(): RowChange[] {
    const changes: RowChange[] = [];
    for (const [key, { table, before, current, changed }] of this.#held) {
      if (changed && current !== undefined)
        changes.push({ key, before, write: { table, row: current, scopeBefore: before?.scope } });
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

import type { Id, Instant } from '../../../domain/ids.ts';
import type { Actor, Transaction } from '../../../domain/mutation/transaction.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import { rowKey, type RowKey } from '../rows/base-plan.ts';

/** Reads of what lies under a mutation: the rows pending before it, then the server's. */
export type ReadRow = (table: TableName, id: Id) => Promise<Row | undefined>;

/**
 * The transaction of a mutation on this machine: reads go down, writes are staged. Since a replica does one thing at a time,
 * nothing changes under it, and the stage is then committed in one IndexedDB transaction, which so never waits for a mutation.
 */
export class StagedTransaction implements Transaction {
  readonly actor: Actor;
  readonly at: Instant;
  readonly written = new Map<RowKey, Row>();
  readonly #read: ReadRow;

  constructor(actor: Actor, at: Instant, read: ReadRow) {
    this.actor = actor;
    this.at = at;
    this.#read = read;
  }

  async get<T extends TableName>(table: T, id: Id): Promise<Row<T> | undefined> {
    const row = this.written.get(rowKey(table, id)) ?? (await this.#read(table, id));
    return row as Row<T> | undefined;
  }

  put<T extends TableName>(table: T, row: Row<T>): Promise<void> {
    this.written.set(rowKey(table, row.id), row);
    return Promise.resolve();
  }

  nextTicketReference(): Promise<null> {
    return Promise.resolve(null);
  }
}

import type { Id, Instant } from '../../../domain/ids.ts';
import type { Actor, Transaction } from '../../../domain/mutation/transaction.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import { isTicketTable, type TicketRow } from '../../../domain/ticket/belongings.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { rowKey, splitKey, type RowKey } from '../rows/row-key.ts';

/** What lies under a mutation. */
export type Underneath = {
  readonly read: (table: TableName, id: Id) => Promise<Row | undefined>;
  /** Every row that may belong to a ticket or have a link to it; what it says of itself decides. */
  readonly nearTicket: (ticketId: Id) => Iterable<RowKey>;
};

/**
 * The transaction of a mutation on this machine: reads go down, writes are staged. Since a replica does one thing at a time,
 * nothing changes under it, and the stage is then committed in one IndexedDB transaction, which so never waits for a mutation.
 */
export class StagedTransaction implements Transaction {
  readonly actor: Actor;
  readonly at: Instant;
  readonly isFinal = false;
  readonly written = new Map<RowKey, Row>();
  readonly #underneath: Underneath;

  constructor(actor: Actor, at: Instant, underneath: Underneath) {
    this.actor = actor;
    this.at = at;
    this.#underneath = underneath;
  }

  async get<T extends TableName>(table: T, id: Id): Promise<Row<T> | undefined> {
    const row = this.written.get(rowKey(table, id)) ?? (await this.#underneath.read(table, id));
    return row as Row<T> | undefined;
  }

  put<T extends TableName>(table: T, row: Row<T>): Promise<void> {
    this.written.set(rowKey(table, row.id), row);
    return Promise.resolve();
  }

  async ofTicket(ticketId: Id): Promise<readonly TicketRow[]> {
    const found: TicketRow[] = [];
    for (const key of new Set([...this.#underneath.nearTicket(ticketId), ...this.written.keys()])) {
      const [table, id] = splitKey(key);
      if (!isTicketTable(table)) continue;
      const row = await this.get(table, id);
      if (row?.ticketId === ticketId) found.push({ table, row } as TicketRow);
    }
    return found;
  }

  async linkedTo(ticketId: Id): Promise<readonly Ticket[]> {
    const found: Ticket[] = [];
    for (const key of new Set([...this.#underneath.nearTicket(ticketId), ...this.written.keys()])) {
      const [table, id] = splitKey(key);
      const ticket = table === 'tickets' ? await this.get(table, id) : undefined;
      if (ticket?.links?.some((link) => link.ticketId === ticketId) === true) found.push(ticket);
    }
    return found;
  }

  audit(): void {
    // The server's.
  }

  nextTicketReference(): Promise<null> {
    return Promise.resolve(null);
  }
}

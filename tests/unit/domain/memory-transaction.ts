import { newId, type Id } from '../../../domain/ids.ts';
import type { Actor, Transaction } from '../../../domain/mutation/transaction.ts';
import { isTicketTable, type TicketRow } from '../../../domain/ticket/belongings.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { Row, TableName } from '../../../domain/tables.ts';

/** A transaction over a Map: what a mutation did can be read back from `rows`. */
export class MemoryTransaction implements Transaction {
  readonly actor: Actor;
  readonly at: string;
  readonly isFinal = true;
  readonly audited: { readonly action: string; readonly subject: Id; readonly detail: object }[] = [];
  readonly rows = new Map<string, Row>();
  #reference = 100;

  constructor(actor: Partial<Actor> = {}, at = '2026-11-20T09:00:00.000Z') {
    this.actor = { agentId: newId(), role: 'agent', teamIds: [], ...actor };
    this.at = at;
  }

  get<T extends TableName>(table: T, id: Id): Promise<Row<T> | undefined> {
    return Promise.resolve(this.rows.get(`${table}/${id}`) as Row<T> | undefined);
  }

  put<T extends TableName>(table: T, row: Row<T>): Promise<void> {
    this.rows.set(`${table}/${row.id}`, row);
    return Promise.resolve();
  }

  ofTicket(ticketId: Id): Promise<readonly TicketRow[]> {
    const found = [...this.rows].flatMap(([key, row]) => {
      const table = key.slice(0, key.indexOf('/')) as TableName;
      return isTicketTable(table) && row['ticketId'] === ticketId ? [{ table, row } as TicketRow] : [];
    });
    return Promise.resolve(found);
  }

  linkedTo(ticketId: Id): Promise<readonly Ticket[]> {
    const tickets = [...this.rows].flatMap(([key, row]) => (key.startsWith('tickets/') ? [row as Ticket] : []));
    return Promise.resolve(tickets.filter(({ links }) => links?.some((link) => link.ticketId === ticketId)));
  }

  audit(action: string, subject: Id, detail: object): void {
    this.audited.push({ action, subject, detail });
  }

  nextTicketReference(): Promise<number> {
    return Promise.resolve(++this.#reference);
  }

  /** The same rows seen by somebody else. */
  as(actor: Partial<Actor>): MemoryTransaction {
    const other = new MemoryTransaction(actor, this.at);
    for (const [key, row] of this.rows) other.rows.set(key, row);
    return other;
  }
}

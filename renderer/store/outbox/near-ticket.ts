import type { Id } from '../../../domain/ids.ts';
import { ticketTables } from '../../../domain/ticket/belongings.ts';
import { rowKey, type RowKey } from '../rows/row-key.ts';
import type { Indexes } from '../rows/indexes.ts';
import type { PendingRows } from './rebase.ts';

/**
 * Every row on this machine that may belong to a ticket, or be a ticket with a link to it: those that are shown there, and those that something pending has taken from
 * it on the screen, though the server has not.
 */
export function* nearTicket(indexes: Indexes, pending: PendingRows, ticketId: Id): Iterable<RowKey> {
  for (const table of ticketTables) {
    const index = indexes[table];
    for (const id of index.visibleIds(index.byTicket.get(ticketId))) yield rowKey(table, id);
  }
  const { tickets } = indexes;
  for (const id of tickets.visibleIds(tickets.byTarget.get(ticketId))) yield rowKey('tickets', id);
  yield* pending.keys();
}

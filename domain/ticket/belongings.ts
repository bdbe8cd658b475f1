import type { Id } from '../ids.ts';
import type { Row, TableName } from '../tables.ts';
import type { Transaction } from '../mutation/transaction.ts';
import { standingOf, standingSatisfaction } from '../timeline/satisfaction.ts';
import type { Ticket } from './ticket.ts';

/** The tables whose rows name a ticket (`ticketId`): what is in its timeline and beside it. */
export const ticketTables = ['entries', 'calls', 'validations', 'callbacks'] as const satisfies readonly TableName[];
export type TicketTable = (typeof ticketTables)[number];

export type TicketRow = { [T in TicketTable]: { readonly table: T; readonly row: Row<T> } }[TicketTable];

export function isTicketTable(table: TableName): table is TicketTable {
  return (ticketTables as readonly TableName[]).includes(table);
}

/**
 * Where what belongs to a ticket lives once the ticket is in `scope`: what was written in it and what was promised go along. A call
 * stays with the team whose agent had it, and a question with those who were asked.
 */
function scopeWith({ table, row }: TicketRow, from: Id, scope: Id): Id {
  return (table === 'entries' || table === 'callbacks') && row.scope === from ? scope : row.scope;
}

/** Gives all that belongs to a ticket to another one. If both have a standing score, that of the other one stands. */
export async function giveBelongings(tx: Transaction, from: Ticket, to: Ticket): Promise<void> {
  const belongings = await tx.ofTicket(from.id);
  const score = standingOf(belongings);
  const second = score !== undefined && (await standingSatisfaction(tx, to.id)) !== undefined ? score.id : null;
  for (const belonging of belongings) {
    const scope = scopeWith(belonging, from.scope, to.scope);
    const later = belonging.row.id === second ? { standing: false } : {};
    await tx.put(belonging.table, { ...belonging.row, ...later, scope, ticketId: to.id });
  }
}

/** Puts a ticket into another team, with what belongs to it: its promises are kept by whoever of that team is free. */
export async function moveTicket(tx: Transaction, ticket: Ticket, scope: Id): Promise<void> {
  for (const belonging of await tx.ofTicket(ticket.id)) {
    const next = scopeWith(belonging, ticket.scope, scope);
    if (next === belonging.row.scope) continue;
    const isOpenPromise = belonging.table === 'callbacks' && belonging.row.state === 'open';
    const row = { ...belonging.row, scope: next, ...(isOpenPromise ? { assigneeId: null } : {}) };
    await tx.put(belonging.table, row);
  }
  await tx.put('tickets', { ...ticket, scope });
}

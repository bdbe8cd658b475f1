import type { Id } from '../ids.ts';
import { requireRow, requireScope } from '../mutation/define.ts';
import type { Transaction } from '../mutation/transaction.ts';
import { standingTicket } from './standing.ts';
import type { Ticket } from './ticket.ts';

/** A ticket that is there and that the actor may work on; one that was merged into another is closed. */
export async function ticketToChange(tx: Transaction, id: Id): Promise<Ticket> {
  const ticket = requireRow(await tx.get('tickets', id), `ticket ${id}`);
  requireScope(tx.actor, ticket.scope);
  return ticket;
}

/** The ticket that what is written to this one goes to, where it was merged into another. */
export async function ticketToWriteTo(tx: Transaction, id: Id): Promise<Ticket> {
  const ticket = await standingTicket(tx, id);
  requireScope(tx.actor, ticket.scope);
  return ticket;
}

import { CodedError } from '../errors.ts';
import type { Id } from '../ids.ts';
import { requireRow, requireScope } from '../mutation/define.ts';
import type { Actor, Transaction } from '../mutation/transaction.ts';
import { standingTicket } from './standing.ts';
import type { Ticket } from './ticket.ts';

/** A ticket that is there and that the actor may work on; one that was merged into another is closed. */
export async function ticketToChange(tx: Transaction, id: Id): Promise<Ticket> {
  const ticket = requireRow(await tx.get('tickets', id), `ticket ${id}`);
  requireTicket(tx.actor, ticket);
  return ticket;
}

/** The ticket that what is written to this one goes to, where it was merged into another. */
export async function ticketToWriteTo(tx: Transaction, id: Id): Promise<Ticket> {
  const ticket = await standingTicket(tx, id);
  requireTicket(tx.actor, ticket);
  return ticket;
}

/** Whoever had the ticket until it was handed over is told so, not that they never had the right. */
export function requireTicket(actor: Actor, { id, scope, handedOver }: Ticket): void {
  try {
    requireScope(actor, scope);
  } catch (error) {
    const hadIt = handedOver !== undefined && actor.teamIds.includes(handedOver.from);
    if (!hadIt || !(error instanceof CodedError) || error.code !== 'MUTATION_FORBIDDEN') throw error;
    throw new CodedError('MUTATION_TICKET_HANDED_OVER', `ticket ${id}`, { cause: error });
  }
}

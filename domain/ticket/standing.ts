import { CodedError } from '../errors.ts';
import type { Id } from '../ids.ts';
import { requireRow } from '../mutation/define.ts';
import type { Transaction } from '../mutation/transaction.ts';
import type { Ticket } from './ticket.ts';

/** More merges, one into the other, than anybody makes of one matter. */
const longestChain = 50;

/**
 * The ticket that what is written to this one goes to: itself, or the one that it was merged into, and so on. There is no circle: a
 * merge is refused where it would make one.
 */
export async function standingTicket(tx: Pick<Transaction, 'get'>, id: Id): Promise<Ticket> {
  let ticket = requireRow(await tx.get('tickets', id), `ticket ${id}`);
  for (let hops = 0; ticket.mergedInto != null; hops++) {
    if (hops === longestChain) throw new CodedError('MUTATION_FAILED', `ticket ${id} is merged too often`);
    ticket = requireRow(await tx.get('tickets', ticket.mergedInto), `ticket ${ticket.mergedInto}`);
  }
  return ticket;
}

import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation } from '../mutation/define.ts';
import { applied } from '../mutation/transaction.ts';
import { isRevisedByOthers, revised } from '../ticket/revision.ts';
import { standingTicket } from '../ticket/standing.ts';
import { TicketFacts } from '../ticket/ticket.ts';
import { requireTicket } from '../ticket/to-change.ts';

export const noteAdd = defineMutation({
  args: z.object({
    id: Id,
    ticketId: Id,
    text: z.string().trim().min(1).max(20_000),
    /**
     * Of a note that was written without the server: how often the ticket had been revised when its author last saw it. It waits for
     * them when a colleague has changed the ticket since. Absent: it goes in any case.
     */
    against: z.int().nonnegative().optional(),
    /** What its author saw of the ticket then: shown beside what it is by now when the note waits for them. */
    saw: TicketFacts.optional(),
  }),
  run: async (tx, args) => {
    const ticket = await standingTicket(tx, args.ticketId);
    requireTicket(tx.actor, ticket);
    const isSame = ticket.id === args.ticketId;
    // Only the server stops it: here it stays in sight until then.
    if (tx.isFinal && isSame && args.against !== undefined && isRevisedByOthers(ticket, args.against, tx.actor.agentId))
      throw new CodedError('MUTATION_CHANGED_MEANWHILE', `ticket ${ticket.id}`);
    if ((await tx.get('entries', args.id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', args.id);
    await tx.put('entries', {
      kind: 'note',
      id: args.id,
      scope: ticket.scope,
      ticketId: ticket.id,
      authorId: tx.actor.agentId,
      at: tx.at,
      text: args.text,
    });
    await tx.put('tickets', { ...revised(ticket, tx), updatedAt: tx.at });
    return applied;
  },
});

import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation, requireScope } from '../mutation/define.ts';
import { applied } from '../mutation/transaction.ts';
import { standingTicket } from '../ticket/standing.ts';

export const noteAdd = defineMutation({
  args: z.object({ id: Id, ticketId: Id, text: z.string().trim().min(1).max(20_000) }),
  run: async (tx, args) => {
    const ticket = await standingTicket(tx, args.ticketId);
    requireScope(tx.actor, ticket.scope);
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
    await tx.put('tickets', { ...ticket, updatedAt: tx.at });
    return applied;
  },
});

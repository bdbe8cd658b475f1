import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation } from '../mutation/define.ts';
import { applied } from '../mutation/transaction.ts';
import { dropOutline } from './outline.ts';
import { standingTicket } from './standing.ts';
import { mostFollowers, type Ticket } from './ticket.ts';
import { requireTicket } from './to-change.ts';

/**
 * Goes on seeing how a ticket stands, whichever team has it, or no longer. Who begins to is in the team that has it; who stops may be anywhere,
 * and their desk may not have the ticket.
 */
export const ticketFollow = defineMutation({
  args: z.object({ id: Id, follow: z.boolean() }),
  run: async (tx, { id, follow }) => {
    const { agentId } = tx.actor;
    if (!tx.isFinal && !follow && (await tx.get('tickets', id)) === undefined) {
      await dropOutline(tx, id, agentId);
      return applied;
    }
    const ticket = await standingTicket(tx, id);
    const isFollowed = ticket.followers?.includes(agentId) ?? false;
    if (follow || !isFollowed) requireTicket(tx.actor, ticket);
    if (follow === isFollowed) return applied;
    if (follow && (ticket.followers?.length ?? 0) >= mostFollowers)
      throw new CodedError('MUTATION_TRANSITION_REFUSED', `${mostFollowers} followers`);
    if (!follow) await dropOutline(tx, ticket.id, agentId);
    await tx.put('tickets', follow ? withFollower(ticket, agentId) : withoutFollower(ticket, agentId));
    return applied;
  },
});

export function withFollower(ticket: Ticket, agentId: Id): Ticket {
  return { ...ticket, followers: [...new Set([...(ticket.followers ?? []), agentId])] };
}

function withoutFollower(ticket: Ticket, agentId: Id): Ticket {
  return { ...ticket, followers: (ticket.followers ?? []).filter((follower) => follower !== agentId) };
}

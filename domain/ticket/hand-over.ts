import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation } from '../mutation/define.ts';
import { applied } from '../mutation/transaction.ts';
import { moveTicket } from './belongings.ts';
import { tellParent, withChildTeams } from './child-teams.ts';
import { withFollower } from './follow.ts';
import { revised } from './revision.ts';
import { mostFollowers } from './ticket.ts';
import { ticketToChange } from './to-change.ts';

/** Why a ticket goes to another team, in words. */
export const longestReason = 2000;

/**
 * Gives a ticket to another team, that works on it from then on (ITIL's functional escalation): it leaves the desks of the first, with what
 * was written and promised in it, and nobody there has it any more. Whoever follows it keeps its outline. What somebody of the first
 * team wrote to it meanwhile is refused, and its author has the words back.
 */
export const ticketHandOver = defineMutation({
  args: z.object({
    id: Id,
    /** The team that had it when its author decided: nobody takes it on from where they have not seen it. */
    from: Id,
    teamId: Id,
    /** Empty for none. */
    reason: z.string().trim().max(longestReason),
    entryId: Id,
    /** Whether its author goes on seeing how it stands. */
    follow: z.boolean(),
  }),
  run: async (tx, args) => {
    const ticket = await ticketToChange(tx, args.id);
    if (ticket.mergedInto != null) throw new CodedError('MUTATION_TICKET_MERGED', `ticket ${ticket.id}`);
    if (ticket.scope !== args.from) throw new CodedError('MUTATION_TICKET_HANDED_OVER', `ticket ${ticket.id}`);
    if (ticket.state === 'closed') throw new CodedError('MUTATION_TRANSITION_REFUSED', `ticket ${ticket.id} is closed`);
    if (args.teamId === args.from) throw new CodedError('MUTATION_TRANSITION_REFUSED', 'to the team that has it');
    if ((await tx.get('teams', args.teamId)) === undefined)
      throw new CodedError('MUTATION_FORBIDDEN', `no team ${args.teamId}`);
    if ((await tx.get('entries', args.entryId)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', args.entryId);
    const { agentId: by } = tx.actor;
    const isFull = (ticket.followers?.length ?? 0) >= mostFollowers;
    const gone = {
      ...revised(args.follow && !isFull ? withFollower(ticket, by) : ticket, tx),
      assigneeId: null,
      handedOver: { from: args.from, by, at: tx.at },
      updatedAt: tx.at,
    };
    const { childTeams } = await withChildTeams(tx, { ...gone, scope: args.teamId });
    await moveTicket(tx, { ...gone, ...(childTeams === undefined ? {} : { childTeams }) }, args.teamId);
    await tellParent(tx, gone);
    await tx.put('entries', {
      kind: 'handover',
      id: args.entryId,
      scope: args.teamId,
      ticketId: ticket.id,
      authorId: by,
      at: tx.at,
      fromTeamId: args.from,
      toTeamId: args.teamId,
      reason: args.reason === '' ? null : args.reason,
    });
    return applied;
  },
});

import { v5 } from 'uuid';
import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation, requireRow, requireScope } from '../mutation/define.ts';
import { applied } from '../mutation/transaction.ts';
import { giveBelongings } from './belongings.ts';
import { withChildTeams } from './child-teams.ts';
import { giveLinks } from './give-links.ts';
import { dropOutline, outlineScopes } from './outline.ts';
import { revised } from './revision.ts';
import { standingTicket } from './standing.ts';
import { isOpen } from './state.ts';
import { mostFollowers, type Ticket } from './ticket.ts';

const mostTags = 20;

/**
 * Two tickets about one matter become one: all that belongs to the first goes to the second, its links and its children too, and so does what is written to the
 * first from then on. The first one stays to be read, closed. Of two agents who merge in opposite directions, or one ticket into two,
 * the one who comes first on the server has it, and the other is told.
 */
export const ticketMerge = defineMutation({
  args: z.object({
    id: Id,
    into: Id,
    /** Of what the timeline of the one that stays says about it, and seed of that of the other. */
    entryId: Id,
  }),
  run: async (tx, args) => {
    const source = requireRow(await tx.get('tickets', args.id), `ticket ${args.id}`);
    requireScope(tx.actor, source.scope);
    const target = await standingTicket(tx, args.into);
    requireScope(tx.actor, target.scope);
    if (source.mergedInto != null) {
      if ((await standingTicket(tx, source.id)).id === target.id) return applied;
      throw new CodedError('MUTATION_TICKET_MERGED', `ticket ${source.id} into another`);
    }
    if (target.id === source.id) throw new CodedError('MUTATION_TICKET_MERGED', `ticket ${args.into} into this one`);
    if (target.state === 'closed') throw new CodedError('MUTATION_TRANSITION_REFUSED', `ticket ${target.id} is closed`);
    await giveBelongings(tx, source, target);
    for (const scope of outlineScopes(source)) await dropOutline(tx, source.id, scope);
    const linked = await giveLinks(tx, source, target);
    await tx.put('tickets', {
      ...source,
      ...(source.links === undefined ? {} : { links: [] }),
      ...(source.followers === undefined ? {} : { followers: [] }),
      ...(source.childTeams === undefined ? {} : { childTeams: [] }),
      state: 'closed',
      pendingReason: null,
      remindAt: null,
      mergedInto: target.id,
      updatedAt: tx.at,
    });
    const whole = await withChildTeams(tx, withWhatItLacks(revised(linked, tx), source, tx.at));
    await tx.put('tickets', whole);
    const told = { kind: 'merge', authorId: tx.actor.agentId, at: tx.at } as const;
    await tx.put('entries', {
      ...told,
      ...{ id: args.entryId, scope: target.scope, ticketId: target.id },
      ...{ direction: 'from', otherId: source.id, reference: source.reference, subject: source.subject },
    });
    await tx.put('entries', {
      ...told,
      ...{ id: v5('into', args.entryId), scope: source.scope, ticketId: source.id },
      ...{ direction: 'into', otherId: target.id, reference: target.reference, subject: target.subject },
    });
    return applied;
  },
});

/** What only the other one knew: who asks, from where, about what, that it is a major incident; and whoever follows either goes on. */
function withWhatItLacks(target: Ticket, source: Ticket, at: string): Ticket {
  const both = [...(target.followers ?? []), ...(source.followers ?? [])];
  const followers = [...new Set(both)].slice(0, mostFollowers);
  return {
    ...target,
    contactId: target.contactId ?? source.contactId,
    callerNumber: target.callerNumber ?? source.callerNumber,
    major: target.major || (source.major && isOpen(source.state)),
    ...(target.equipmentId == null && source.equipmentId != null ? { equipmentId: source.equipmentId } : {}),
    tags: [...new Set([...target.tags, ...source.tags])].slice(0, mostTags),
    ...(followers.length === 0 ? {} : { followers }),
    updatedAt: at,
  };
}

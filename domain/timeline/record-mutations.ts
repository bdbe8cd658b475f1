import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id, Instant } from '../ids.ts';
import { defineMutation } from '../mutation/define.ts';
import { applied, type Transaction } from '../mutation/transaction.ts';
import { revised } from '../ticket/revision.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { ticketToWriteTo } from '../ticket/to-change.ts';
import { EmailDirection, mostOfAddress, mostOfCorrespondent, mostOfEmailSubject, mostOfExchange } from './entry.ts';
import { SatisfactionScore, standingSatisfaction } from './satisfaction.ts';

const exchange = {
  id: Id,
  ticketId: Id,
  text: z.string().trim().min(1).max(mostOfExchange),
  /** When it was sent or received, when the chat began: it stands there in the timeline. */
  at: Instant,
};

/** An e-mail that was sent or received elsewhere is kept in the ticket. Casque sends none. */
export const emailRecord = defineMutation({
  args: z.object({
    ...exchange,
    direction: EmailDirection,
    correspondent: z.string().trim().min(1).max(mostOfAddress),
    subject: z.string().trim().max(mostOfEmailSubject),
  }),
  run: async (tx, { id, direction, correspondent, subject, text, ...args }) => {
    const ticket = await ticketWithout(tx, args.ticketId, id);
    await tx.put('entries', {
      ...{ kind: 'email', id, scope: ticket.scope, ticketId: ticket.id, authorId: tx.actor.agentId },
      ...{ at: notAhead(args.at, tx.at), recordedAt: tx.at, direction, correspondent, subject, text },
    });
    await tx.put('tickets', { ...revised(ticket, tx), updatedAt: tx.at });
    return applied;
  },
});

/** A chat that was held elsewhere is kept in the ticket, as it was written there. */
export const chatRecord = defineMutation({
  args: z.object({ ...exchange, correspondent: z.string().trim().min(1).max(mostOfCorrespondent) }),
  run: async (tx, { id, correspondent, text, ...args }) => {
    const ticket = await ticketWithout(tx, args.ticketId, id);
    await tx.put('entries', {
      ...{ kind: 'chat', id, scope: ticket.scope, ticketId: ticket.id, authorId: tx.actor.agentId },
      ...{ at: notAhead(args.at, tx.at), recordedAt: tx.at, correspondent, text },
    });
    await tx.put('tickets', { ...revised(ticket, tx), updatedAt: tx.at });
    return applied;
  },
});

/**
 * How satisfied the customer said they are. A ticket has one score that stands. Whoever has seen the one that stands replaces it with
 * theirs; of two agents who give one at once, the first on the server stands, the other's is kept beside it, and its agent is told.
 */
export const satisfactionRecord = defineMutation({
  args: z.object({
    id: Id,
    ticketId: Id,
    score: SatisfactionScore,
    /** In the customer's words; empty: none were said. */
    text: z.string().trim().max(2000),
    /** The score that stood when the agent gave this one; null: none did. */
    replaces: Id.nullable(),
  }),
  run: async (tx, { id, score, text, replaces, ...args }) => {
    const ticket = await ticketWithout(tx, args.ticketId, id);
    const before = await standingSatisfaction(tx, ticket.id);
    const standing = before === undefined || before.id === replaces;
    if (before !== undefined && standing) await tx.put('entries', { ...before, standing: false });
    await tx.put('entries', {
      ...{ kind: 'satisfaction', id, scope: ticket.scope, ticketId: ticket.id, authorId: tx.actor.agentId, at: tx.at },
      ...{ score, text: text === '' ? null : text, standing },
    });
    await tx.put('tickets', { ...ticket, updatedAt: tx.at });
    return standing ? applied : { outcome: 'conflict', fields: ['satisfaction'] };
  },
});

/** The ticket that it goes to, in which there is nothing under this id yet. */
async function ticketWithout(tx: Transaction, ticketId: Id, id: Id): Promise<Ticket> {
  const ticket = await ticketToWriteTo(tx, ticketId);
  if ((await tx.get('entries', id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', id);
  return ticket;
}

/** What happened was before it was recorded: a clock that is ahead loses no words. */
function notAhead(at: Instant, recordedAt: Instant): Instant {
  return Date.parse(at) > Date.parse(recordedAt) ? recordedAt : at;
}

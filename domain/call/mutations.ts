import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation, requireRow, requireScope, requireTeam } from '../mutation/define.ts';
import { applied } from '../mutation/transaction.ts';
import { standingTicket } from '../ticket/standing.ts';
import { requireTicket } from '../ticket/to-change.ts';
import { longestGroup } from './missed.ts';
import { Call } from './call.ts';
import { requireOwnCall } from './own-call.ts';
import { CallQuality } from './quality.ts';

const fields = Call.shape;

/** Writes the record of a call as far as it is known: when it starts, is answered, and ends. Links stay as they are. */
export const callLog = defineMutation({
  args: z.object({
    id: Id,
    teamId: Id,
    direction: fields.direction,
    number: fields.number,
    displayName: fields.displayName,
    queue: fields.queue,
    startedAt: fields.startedAt,
    answeredAt: fields.answeredAt,
    endedAt: fields.endedAt,
    outcome: fields.outcome,
    passedTo: fields.passedTo,
  }),
  run: async (tx, args) => {
    requireTeam(tx.actor, args.teamId);
    const { teamId, ...record } = args;
    const known = await tx.get('calls', args.id);
    if (known !== undefined) requireOwnCall(tx.actor, known);
    await tx.put('calls', {
      contactId: null,
      ticketId: null,
      ...known,
      ...record,
      scope: known?.scope ?? teamId,
      agentId: tx.actor.agentId,
    });
    return applied;
  },
});

/** Says who called and which ticket the call belongs to. */
export const callLink = defineMutation({
  args: z.object({ id: Id, contactId: Id.nullable().optional(), ticketId: Id.nullable().optional() }),
  run: async (tx, args) => {
    const call = requireOwnCall(tx.actor, await tx.get('calls', args.id));
    const ticket = args.ticketId == null ? null : await standingTicket(tx, args.ticketId);
    if (ticket !== null) requireTicket(tx.actor, ticket);
    await tx.put('calls', {
      ...call,
      contactId: args.contactId === undefined ? call.contactId : args.contactId,
      ticketId: args.ticketId === undefined ? call.ticketId : (ticket?.id ?? null),
    });
    return applied;
  },
});

/** Keeps how a call of one's own sounded. */
export const callRate = defineMutation({
  args: z.object({ id: Id, quality: CallQuality }),
  run: async (tx, { id, quality }) => {
    const call = requireOwnCall(tx.actor, await tx.get('calls', id));
    await tx.put('calls', { ...call, quality });
    return applied;
  },
});

/** The work after a call: what came of it, which may change, and how long it took, which is written once. */
export const callWrapUp = defineMutation({
  args: z.object({
    id: Id,
    code: z.string().max(40).nullable().optional(),
    seconds: z.int().min(0).max(86_400).optional(),
  }),
  run: async (tx, args) => {
    const call = requireOwnCall(tx.actor, await tx.get('calls', args.id));
    await tx.put('calls', {
      ...call,
      ...(args.code === undefined ? {} : { wrapUpCode: args.code }),
      ...(args.seconds === undefined ? {} : { wrapUpSeconds: call.wrapUpSeconds ?? args.seconds }),
    });
    return applied;
  },
});

/**
 * Says that these missed calls of one caller need nothing more, so that nobody in the team calls back for nothing. Any agent of
 * the team may say it; who said it first stays.
 */
export const callHandled = defineMutation({
  args: z.object({ ids: z.array(Id).min(1).max(longestGroup) }),
  run: async (tx, args) => {
    for (const id of args.ids) {
      const call = requireRow(await tx.get('calls', id), `call ${id}`);
      requireScope(tx.actor, call.scope);
      if (call.outcome !== 'missed') throw new CodedError('MUTATION_TRANSITION_REFUSED', `${call.outcome} call ${id}`);
      if (call.handledAt == null) await tx.put('calls', { ...call, handledAt: tx.at, handledBy: tx.actor.agentId });
    }
    return applied;
  },
});

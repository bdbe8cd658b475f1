import { v5 } from 'uuid';
import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation, requireRow, requireScope, requireTeam } from '../mutation/define.ts';
import { standingTicket } from '../ticket/standing.ts';
import { requireTicket } from '../ticket/to-change.ts';
import { change, mergeFields } from '../mutation/merge.ts';
import { applied, type Transaction } from '../mutation/transaction.ts';
import { Callback, CallbackOutcome, longestMoves } from './callback.ts';

const fields = Callback.shape;

export const callbackPromise = defineMutation({
  args: z.object({
    id: Id,
    /** Of the entry in the ticket's timeline. */
    entryId: Id,
    /** Of who promises; a callback about a ticket belongs to the ticket's team. */
    teamId: Id,
    number: z.string().min(1).max(64),
    contactId: Id.nullable(),
    ticketId: Id.nullable(),
    callId: Id.nullable(),
    dueAt: fields.dueAt,
    about: z.string().trim().max(500),
    assigneeId: Id.nullable(),
  }),
  run: async (tx, args) => {
    requireTeam(tx.actor, args.teamId);
    if ((await tx.get('callbacks', args.id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', args.id);
    const ticket = args.ticketId === null ? null : await standingTicket(tx, args.ticketId);
    if (ticket !== null) requireTicket(tx.actor, ticket);
    await requireAssignee(tx, args.assigneeId);
    const row: Callback = {
      id: args.id,
      scope: ticket?.scope ?? args.teamId,
      number: args.number,
      contactId: args.contactId ?? ticket?.contactId ?? null,
      ticketId: ticket?.id ?? null,
      callId: args.callId,
      dueAt: args.dueAt,
      about: args.about,
      assigneeId: args.assigneeId,
      state: 'open',
      promisedBy: tx.actor.agentId,
      promisedAt: tx.at,
      closedBy: null,
      closedAt: null,
      keptCallId: null,
      moves: [],
    };
    await tx.put('callbacks', row);
    await record(tx, row, args.entryId, 'promised');
    return applied;
  },
});

/** Another time, another person, other words. Each change carries what the agent saw, so that a colleague's is not overwritten. */
export const callbackUpdate = defineMutation({
  args: z.object({
    id: Id,
    /** Of the entry in the ticket's timeline, and seed of those of lost values. */
    entryId: Id,
    changes: z.object({
      dueAt: change(fields.dueAt),
      about: change(fields.about),
      assigneeId: change(Id.nullable()),
    }),
  }),
  run: async (tx, args) => {
    const callback = await callbackToChange(tx, args.id);
    if (callback.state !== 'open') throw new CodedError('MUTATION_TRANSITION_REFUSED', `${callback.state} callback`);
    if (args.changes.assigneeId !== undefined) await requireAssignee(tx, args.changes.assigneeId.value);
    const { row, lost } = mergeFields(callback, args.changes);
    const moved = row.dueAt !== callback.dueAt;
    const move = { from: callback.dueAt, to: row.dueAt, by: tx.actor.agentId, at: tx.at };
    const next = moved ? { ...row, moves: [...row.moves, move].slice(-longestMoves) } : row;
    await tx.put('callbacks', next);
    if (moved) await record(tx, next, args.entryId, 'moved', callback.dueAt);
    if (lost.length === 0) return applied;
    if (callback.ticketId !== null) {
      await ticketOf(tx, callback.ticketId);
      for (const { field, value } of lost) {
        await tx.put('entries', {
          kind: 'lost-value',
          id: v5(field, args.entryId),
          scope: callback.scope,
          ticketId: callback.ticketId,
          authorId: tx.actor.agentId,
          at: tx.at,
          field,
          value: typeof value === 'string' ? value : JSON.stringify(value),
        });
      }
    }
    return { outcome: 'conflict', fields: lost.map(({ field }) => field) };
  },
});

/** Says how it ended. What was said first stays; who says otherwise later is told. */
export const callbackClose = defineMutation({
  args: z.object({
    id: Id,
    entryId: Id,
    outcome: CallbackOutcome,
    /** The call that kept it. */
    callId: Id.nullable(),
  }),
  run: async (tx, args) => {
    const callback = await callbackToChange(tx, args.id);
    if (callback.state === args.outcome) return applied;
    if (callback.state !== 'open') return { outcome: 'conflict', fields: ['state'] };
    const next: Callback = {
      ...callback,
      state: args.outcome,
      closedBy: tx.actor.agentId,
      closedAt: tx.at,
      keptCallId: args.outcome === 'kept' ? args.callId : null,
    };
    await tx.put('callbacks', next);
    await record(tx, next, args.entryId, args.outcome);
    return applied;
  },
});

async function callbackToChange(tx: Transaction, id: Id): Promise<Callback> {
  const callback = requireRow(await tx.get('callbacks', id), `callback ${id}`);
  const ticket = callback.ticketId === null ? undefined : await tx.get('tickets', callback.ticketId);
  if (ticket?.scope === callback.scope) requireTicket(tx.actor, ticket);
  else requireScope(tx.actor, callback.scope);
  return callback;
}

async function requireAssignee(tx: Transaction, id: Id | null): Promise<void> {
  if (id !== null && id !== tx.actor.agentId) requireRow(await tx.get('agents', id), `agent ${id}`);
}

/** Whoever writes into a ticket's timeline reads the ticket first: it may be about to be merged, with all that is there. */
async function ticketOf(tx: Transaction, ticketId: Id): Promise<void> {
  await tx.get('tickets', ticketId);
}

/** What became of the promise stands in its ticket; without a ticket, in its own row. */
async function record(
  tx: Transaction,
  callback: Callback,
  id: Id,
  event: 'promised' | 'moved' | CallbackOutcome,
  from: string | null = null,
): Promise<void> {
  if (callback.ticketId === null) return;
  await ticketOf(tx, callback.ticketId);
  if ((await tx.get('entries', id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', id);
  await tx.put('entries', {
    kind: 'callback',
    id,
    scope: callback.scope,
    ticketId: callback.ticketId,
    authorId: tx.actor.agentId,
    at: tx.at,
    callbackId: callback.id,
    event,
    dueAt: callback.dueAt,
    from,
  });
}

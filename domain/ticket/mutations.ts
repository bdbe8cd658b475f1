import { v5 } from 'uuid';
import { z } from 'zod';
import { requireOwnCall } from '../call/own-call.ts';
import { CodedError } from '../errors.ts';
import { Id, Instant } from '../ids.ts';
import { defineMutation, requireTeam } from '../mutation/define.ts';
import { change, mergeFields, type FieldChange } from '../mutation/merge.ts';
import { applied, type Transaction } from '../mutation/transaction.ts';
import { Level } from './priority.ts';
import { PendingReason, TicketState, canMove } from './state.ts';
import { revised } from './revision.ts';
import { standingTicket } from './standing.ts';
import { Ticket } from './ticket.ts';
import { requireTicket, ticketToChange } from './to-change.ts';

const fields = Ticket.shape;

export const ticketCreate = defineMutation({
  args: z.object({
    id: Id,
    teamId: Id,
    subject: fields.subject,
    impact: Level,
    urgency: Level,
    contactId: Id.nullable(),
    callerNumber: fields.callerNumber,
    assigneeId: Id.nullable(),
    tags: fields.tags,
    /** The call that the ticket was opened from: it joins the ticket's timeline. */
    callId: Id.nullable(),
  }),
  run: async (tx, args) => {
    requireTeam(tx.actor, args.teamId);
    if ((await tx.get('tickets', args.id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', args.id);
    await tx.put('tickets', {
      id: args.id,
      scope: args.teamId,
      reference: await tx.nextTicketReference(),
      subject: args.subject,
      state: args.assigneeId === null ? 'new' : 'open',
      pendingReason: null,
      remindAt: null,
      impact: args.impact,
      urgency: args.urgency,
      major: false,
      contactId: args.contactId,
      callerNumber: args.callerNumber,
      assigneeId: args.assigneeId,
      tags: args.tags,
      createdAt: tx.at,
      createdBy: tx.actor.agentId,
      updatedAt: tx.at,
    });
    if (args.callId !== null) await linkCall(tx, args.callId, args.id, args.contactId);
    return applied;
  },
});

/** What an agent who writes about the ticket would want to know of first. */
const newsFields = ['subject', 'impact', 'urgency', 'major', 'assigneeId'] as const;

export const ticketUpdate = defineMutation({
  args: z.object({
    id: Id,
    /** Seed of the ids of the `lost-value` entries, so that both sides make the same ones. */
    entryId: Id,
    changes: z.object({
      subject: change(fields.subject),
      impact: change(Level),
      urgency: change(Level),
      major: change(z.boolean()),
      contactId: change(Id.nullable()),
      assigneeId: change(Id.nullable()),
      equipmentId: change(Id.nullable()),
      tags: change(fields.tags),
    }),
  }),
  run: async (tx, args) => {
    const named = await ticketToChange(tx, args.id);
    // One that was merged meanwhile does not change any more: where it went, the values are kept.
    const ticket = await standingTicket(tx, named.id);
    requireTicket(tx.actor, ticket);
    const merge =
      ticket.id === named.id ? mergeFields(named, args.changes) : { row: ticket, lost: valuesOf(args.changes) };
    const seen = newsFields.some((field) => JSON.stringify(merge.row[field]) !== JSON.stringify(ticket[field]));
    await tx.put('tickets', { ...(seen ? revised(merge.row, tx) : merge.row), updatedAt: tx.at });
    for (const { field, value } of merge.lost) {
      await tx.put('entries', {
        kind: 'lost-value',
        id: v5(field, args.entryId),
        scope: ticket.scope,
        ticketId: ticket.id,
        authorId: tx.actor.agentId,
        at: tx.at,
        field,
        value: typeof value === 'string' ? value : JSON.stringify(value),
      });
    }
    if (merge.lost.length > 0) return { outcome: 'conflict', fields: merge.lost.map((loss) => loss.field) };
    return applied;
  },
});

export const ticketSetState = defineMutation({
  args: z.object({
    id: Id,
    entryId: Id,
    to: TicketState,
    pendingReason: PendingReason.nullable(),
    remindAt: Instant.nullable(),
  }),
  run: async (tx, args) => {
    const ticket = await ticketToChange(tx, args.id);
    if (ticket.mergedInto != null) throw new CodedError('MUTATION_TICKET_MERGED', `ticket ${ticket.id}`);
    if (!canMove(ticket.state, args.to)) {
      throw new CodedError('MUTATION_TRANSITION_REFUSED', `${ticket.state} -> ${args.to}`);
    }
    const pending = args.to === 'pending';
    await tx.put('tickets', {
      ...(ticket.state === args.to ? ticket : revised(ticket, tx)),
      state: args.to,
      pendingReason: pending ? (args.pendingReason ?? 'requester') : null,
      remindAt: pending ? args.remindAt : null,
      updatedAt: tx.at,
    });
    if (ticket.state === args.to) return applied;
    await tx.put('entries', {
      kind: 'state',
      id: args.entryId,
      scope: ticket.scope,
      ticketId: ticket.id,
      authorId: tx.actor.agentId,
      at: tx.at,
      from: ticket.state,
      to: args.to,
    });
    return applied;
  },
});

function valuesOf(changes: Readonly<Record<string, FieldChange | undefined>>) {
  return Object.entries(changes).flatMap(([field, change]) =>
    change === undefined ? [] : [{ field, value: change.value }],
  );
}

/** Puts a call into a ticket's timeline. */
async function linkCall(tx: Transaction, callId: Id, ticketId: Id, contactId: Id | null): Promise<void> {
  const call = requireOwnCall(tx.actor, await tx.get('calls', callId));
  await tx.put('calls', { ...call, ticketId, contactId: contactId ?? call.contactId });
}

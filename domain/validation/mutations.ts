import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation, requireRow, requireScope, requireTeam } from '../mutation/define.ts';
import { applied, type Transaction } from '../mutation/transaction.ts';
import { standingTicket } from '../ticket/standing.ts';
import { requireTicket } from '../ticket/to-change.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { Asked, isAsked, longestSnapshot, mirrorId, Validation, Verdict, type TicketSnapshot } from './validation.ts';

const fields = Validation.shape;

/** Characters of a note that go along. */
const longestSnapshotNote = 2000;

export const validationAsk = defineMutation({
  args: z.object({
    id: Id,
    /** Of the asker; a request about a ticket belongs to the ticket's team. */
    teamId: Id,
    asked: Asked,
    question: z.string().trim().min(1).max(2000),
    callId: Id.nullable(),
    ticketId: Id.nullable(),
    contactId: Id.nullable(),
    callerNumber: fields.callerNumber,
    /** Notes of the ticket that go along to those who cannot read it. */
    noteIds: z.array(Id).max(longestSnapshot),
  }),
  run: async (tx, args) => {
    requireTeam(tx.actor, args.teamId);
    if ((await tx.get('validations', args.id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', args.id);
    const ticket = args.ticketId === null ? null : await standingTicket(tx, args.ticketId);
    if (ticket !== null) requireTicket(tx.actor, ticket);
    const scope = ticket?.scope ?? args.teamId;
    const askedScope = await scopeOfAsked(tx, args.asked, scope);
    const { id } = args;
    const row: Validation = {
      id,
      scope,
      asked: args.asked,
      question: args.question,
      callId: args.callId,
      ticketId: ticket?.id ?? null,
      callerNumber: args.callerNumber,
      contactId: args.contactId ?? ticket?.contactId ?? null,
      askedBy: tx.actor.agentId,
      askedAt: tx.at,
      state: 'open',
      answeredBy: null,
      answeredAt: null,
      verdict: null,
      answer: null,
      mirrorOf: null,
      snapshot: null,
    };
    await tx.put('validations', row);
    if (askedScope === scope) return applied;
    const mirror = mirrorId(id);
    if ((await tx.get('validations', mirror)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', mirror);
    const snapshot = ticket === null ? null : await snapshotOf(tx, ticket, row.contactId, args.noteIds);
    await tx.put('validations', { ...row, id: mirror, scope: askedScope, mirrorOf: id, snapshot });
    return applied;
  },
});

/**
 * Answers in writing. The first answer of a group is the one that counts; a later one is a conflict, of which its author is told.
 * It is written into the asker's row and into the mirror alike; a store that cannot see one of them leaves it to the server.
 */
export const validationAnswer = defineMutation({
  args: z
    .object({ id: Id, verdict: Verdict, text: z.string().trim().max(2000) })
    .refine(({ verdict, text }) => verdict !== 'text' || text !== '', 'an answer has a verdict or words'),
  run: async (tx, args) => {
    const row = requireRow(await tx.get('validations', args.id), `validation ${args.id}`);
    requireScope(tx.actor, row.scope);
    if (!isAsked(row, { id: tx.actor.agentId, teamIds: tx.actor.teamIds })) {
      throw new CodedError('MUTATION_FORBIDDEN', `validation ${args.id} asks somebody else`);
    }
    const rows = await bothOf(tx, row);
    if (rows.some(({ state }) => state === 'answered')) return { outcome: 'conflict', fields: ['answer'] };
    if (rows.some(({ state }) => state === 'withdrawn')) {
      throw new CodedError('MUTATION_TRANSITION_REFUSED', `validation ${args.id} was withdrawn`);
    }
    for (const each of rows) {
      await tx.put('validations', {
        ...each,
        state: 'answered',
        answeredBy: tx.actor.agentId,
        answeredAt: tx.at,
        verdict: args.verdict,
        answer: args.text === '' ? null : args.text,
      });
    }
    return applied;
  },
});

/** Takes the question back; who asked decides, whatever became of the call. An answer that came before stands. */
export const validationWithdraw = defineMutation({
  args: z.object({ id: Id }),
  run: async (tx, args) => {
    const row = requireRow(await tx.get('validations', args.id), `validation ${args.id}`);
    if (row.askedBy !== tx.actor.agentId) throw new CodedError('MUTATION_FORBIDDEN', `validation ${args.id}`);
    requireScope(tx.actor, row.scope);
    for (const each of await bothOf(tx, row)) {
      if (each.state === 'open') await tx.put('validations', { ...each, state: 'withdrawn' });
    }
    return applied;
  },
});

/** Where the asked can read it: the request's own scope when they work in it. */
async function scopeOfAsked(tx: Transaction, asked: Asked, scope: Id): Promise<Id> {
  if (asked.kind === 'team') {
    requireRow(await tx.get('teams', asked.id), `team ${asked.id}`);
    return asked.id;
  }
  const agent = requireRow(await tx.get('agents', asked.id), `agent ${asked.id}`);
  if (agent.id === tx.actor.agentId) throw new CodedError('MUTATION_FORBIDDEN', 'nobody asks themselves');
  if (agent.teamIds.includes(scope)) return scope;
  return requireRow(agent.teamIds[0], `team of agent ${asked.id}`);
}

async function snapshotOf(
  tx: Transaction,
  ticket: Ticket,
  contactId: Id | null,
  noteIds: readonly Id[],
): Promise<TicketSnapshot> {
  const contact = contactId === null ? undefined : await tx.get('contacts', contactId);
  const notes: TicketSnapshot['notes'] = [];
  for (const id of noteIds) {
    const entry = await tx.get('entries', id);
    // Only of this ticket: what goes along is what the asker may show.
    if (entry?.kind !== 'note' || entry.ticketId !== ticket.id) continue;
    notes.push({ authorId: entry.authorId, at: entry.at, text: beginningOf(entry.text) });
  }
  return {
    reference: ticket.reference,
    subject: ticket.subject,
    contactName: contact?.name ?? null,
    equipment: contact?.equipment ?? [],
    notes,
  };
}

/** By characters, not code units: half a surrogate pair is no text. */
function beginningOf(text: string): string {
  return text.length <= longestSnapshotNote ? text : Array.from(text).slice(0, longestSnapshotNote).join('');
}

/** The request and its mirror, as far as they can be seen from here. */
async function bothOf(tx: Transaction, row: Validation): Promise<Validation[]> {
  const other = await tx.get('validations', row.mirrorOf ?? mirrorId(row.id));
  return other === undefined ? [row] : [row, other];
}

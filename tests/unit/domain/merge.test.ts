import { describe, expect, it } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import type { Callback } from '../../../domain/callback/callback.ts';
import { moveTicket } from '../../../domain/ticket/belongings.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { Entry } from '../../../domain/timeline/entry.ts';
import { aTeam, aTicket } from '../store/support/desk.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const [n1, n2] = [aTeam('N1'), aTeam('Niveau 2')];

function office() {
  const tx = new MemoryTransaction({ teamIds: [n1.id, n2.id] });
  const tickets = [
    aTicket(n1, { subject: 'Box éteinte', tags: ['box'], contactId: newId(), reference: 1001 }),
    aTicket(n1, { subject: 'Plus d’Internet', reference: 1002 }),
    aTicket(n2, { subject: 'Panne du quartier', reference: 1003 }),
  ] as const;
  for (const ticket of tickets) tx.rows.set(`tickets/${ticket.id}`, ticket);
  const [a, b, c] = tickets.map(({ id }) => id) as [Id, Id, Id];
  const run = (name: string, args: object) => runMutation(tx, name, args);
  return {
    tx,
    ids: { a, b, c },
    run,
    merge: (id: Id, into: Id) => run('ticket.merge@1', { id, into, entryId: newId() }),
    note: async (ticketId: Id, text: string): Promise<Id> => {
      const id = newId();
      await run('note.add@1', { id, ticketId, text });
      return id;
    },
    ticket: (id: Id) => tx.rows.get(`tickets/${id}`) as Ticket,
    entry: (id: Id) => tx.rows.get(`entries/${id}`) as Entry,
  };
}

describe('two tickets about one matter', () => {
  it('become one: the timeline, the calls, the promises and what only one of them knew', async () => {
    const { tx, ids, run, merge, note, ticket, entry } = office();
    const noteId = await note(ids.a, 'Le voyant est rouge');
    const callId = newId();
    const call = { direction: 'incoming', number: null, displayName: null, queue: null, startedAt: tx.at };
    await run('call.log@1', { id: callId, teamId: n1.id, ...call, answeredAt: null, endedAt: null, outcome: null });
    await run('call.link@1', { id: callId, ticketId: ids.a });
    const promise = { id: newId(), entryId: newId(), teamId: n1.id, number: '201', contactId: null, callId: null };
    await run('callback.promise@1', { ...promise, ticketId: ids.a, dueAt: tx.at, about: '', assigneeId: null });
    expect(await merge(ids.a, ids.c)).toEqual({ outcome: 'applied' });
    expect(ticket(ids.a)).toMatchObject({ state: 'closed', mergedInto: ids.c, subject: 'Box éteinte', scope: n1.id });
    expect(ticket(ids.c)).toMatchObject({
      tags: ['box'],
      contactId: ticket(ids.a).contactId,
      subject: 'Panne du quartier',
    });
    expect(entry(noteId)).toMatchObject({ ticketId: ids.c, scope: n2.id, text: 'Le voyant est rouge' });
    // A call stays with the team whose agent had it.
    expect(tx.rows.get(`calls/${callId}`)).toMatchObject({ ticketId: ids.c, scope: n1.id });
    const callback = tx.rows.get(`callbacks/${promise.id}`) as Callback;
    expect(callback).toMatchObject({ ticketId: ids.c, scope: n2.id, state: 'open' });
    const left = [...tx.rows.values()].filter((row) => row['ticketId'] === ids.a);
    expect(left).toMatchObject([{ kind: 'merge', direction: 'into', otherId: ids.c, reference: 1003 }]);
    const told = [...tx.rows.values()].filter((row) => row['kind'] === 'merge' && row['ticketId'] === ids.c);
    expect(told).toMatchObject([{ direction: 'from', otherId: ids.a, reference: 1001, subject: 'Box éteinte' }]);
  });

  it('and what is written to the one that was merged goes to the other, through chains too', async () => {
    const { tx, ids, run, merge, note, entry, ticket } = office();
    await merge(ids.a, ids.b);
    await merge(ids.b, ids.c);
    expect(entry(await note(ids.a, 'Écrit sans réseau'))).toMatchObject({ ticketId: ids.c, scope: n2.id });
    const before = ticket(ids.c);
    const changes = { subject: { base: 'Box éteinte', value: 'Box remplacée' } };
    const effect = await run('ticket.update@1', { id: ids.a, entryId: newId(), changes });
    expect(effect).toEqual({ outcome: 'conflict', fields: ['subject'] });
    expect(ticket(ids.c).subject).toBe(before.subject);
    expect([...tx.rows.values()]).toContainEqual(
      expect.objectContaining({ kind: 'lost-value', ticketId: ids.c, value: 'Box remplacée' }),
    );
    const state = { entryId: newId(), to: 'open', pendingReason: null, remindAt: null };
    await expect(run('ticket.setState@1', { id: ids.a, ...state })).rejects.toMatchObject({
      code: 'MUTATION_TICKET_MERGED',
    });
  });

  it('are merged by the first who says so: never in a circle, nor into two', async () => {
    const { ids, merge, ticket } = office();
    await merge(ids.a, ids.b);
    await expect(merge(ids.b, ids.a)).rejects.toMatchObject({ code: 'MUTATION_TICKET_MERGED' });
    await expect(merge(ids.a, ids.c)).rejects.toMatchObject({ code: 'MUTATION_TICKET_MERGED' });
    await expect(merge(ids.c, ids.c)).rejects.toMatchObject({ code: 'MUTATION_TICKET_MERGED' });
    // The same once more is nobody's loss.
    expect(await merge(ids.a, ids.b)).toEqual({ outcome: 'applied' });
    // Into one that was merged: where that one went.
    await merge(ids.c, ids.a);
    expect(ticket(ids.c).mergedInto).toBe(ids.b);
    expect(ticket(ids.b).mergedInto).toBeUndefined();
  });

  it('need the right to both, and one that is not closed', async () => {
    const { tx, ids, run, merge } = office();
    const outsider = tx.as({ teamIds: [n1.id] });
    const args = { id: ids.a, into: ids.c, entryId: newId() };
    await expect(runMutation(outsider, 'ticket.merge@1', args)).rejects.toMatchObject({ code: 'MUTATION_FORBIDDEN' });
    for (const to of ['solved', 'closed'])
      await run('ticket.setState@1', { id: ids.b, entryId: newId(), to, pendingReason: null, remindAt: null });
    await expect(merge(ids.a, ids.b)).rejects.toMatchObject({ code: 'MUTATION_TRANSITION_REFUSED' });
  });
});

describe('a ticket that goes to another team', () => {
  it('takes along what was written and promised in it, and leaves the calls where they were had', async () => {
    const { tx, ids, run, note, ticket, entry } = office();
    const noteId = await note(ids.a, 'Le voyant est rouge');
    const promise = { id: newId(), entryId: newId(), teamId: n1.id, number: '201', contactId: null, callId: null };
    await run('callback.promise@1', { ...promise, ticketId: ids.a, dueAt: tx.at, about: '', assigneeId: null });
    const callId = newId();
    const call = { direction: 'incoming', number: null, displayName: null, queue: null, startedAt: tx.at };
    await run('call.log@1', { id: callId, teamId: n1.id, ...call, answeredAt: null, endedAt: null, outcome: null });
    await run('call.link@1', { id: callId, ticketId: ids.a });
    await moveTicket(tx, ticket(ids.a), n2.id);
    expect(ticket(ids.a).scope).toBe(n2.id);
    expect(entry(noteId).scope).toBe(n2.id);
    expect(entry(promise.entryId).scope).toBe(n2.id);
    expect(tx.rows.get(`callbacks/${promise.id}`)).toMatchObject({ scope: n2.id, ticketId: ids.a, state: 'open' });
    expect(tx.rows.get(`calls/${callId}`)).toMatchObject({ scope: n1.id, ticketId: ids.a });
  });
});

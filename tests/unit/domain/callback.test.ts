import { describe, expect, test } from 'vitest';
import { isKeptBy, punctualityOf, type Callback } from '../../../domain/callback/callback.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { tables, type Row } from '../../../domain/tables.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const team = newId();
const lea = newId();
const dueAt = '2026-11-20T13:30:00.000Z';
const later = '2026-11-20T15:00:00.000Z';

function office(at?: string): MemoryTransaction {
  return new MemoryTransaction({ agentId: lea, teamIds: [team] }, at);
}

async function ticketIn(tx: MemoryTransaction): Promise<Id> {
  const id = newId();
  const who = { contactId: newId(), callerNumber: null, assigneeId: null };
  const levels = { impact: 3, urgency: 3 };
  await runMutation(tx, 'ticket.create@1', {
    id,
    teamId: team,
    subject: 'x',
    ...levels,
    ...who,
    tags: [],
    callId: null,
  });
  return id;
}

async function promise(tx: MemoryTransaction, ticketId: Id | null, fields: Record<string, unknown> = {}): Promise<Id> {
  const id = newId();
  const whom = { number: '+33261910012', contactId: null, ticketId, callId: null };
  const rest = { dueAt, about: 'La box', assigneeId: lea, ...fields };
  await runMutation(tx, 'callback.promise@1', { id, entryId: newId(), teamId: team, ...whom, ...rest });
  return id;
}

const callback = (tx: MemoryTransaction, id: Id): Callback => tx.rows.get(`callbacks/${id}`) as Callback;
const entries = (tx: MemoryTransaction): Row<'entries'>[] =>
  [...tx.rows].filter(([key]) => key.startsWith('entries/')).map(([, row]) => row as Row<'entries'>);
const change = (id: Id, changes: object) => ({ id, entryId: newId(), changes });

describe('a promise to call back', () => {
  test('stands in its team with the ticket’s contact, and in the ticket’s history', async () => {
    const tx = office();
    const ticketId = await ticketIn(tx);
    const id = await promise(tx, ticketId);
    const contactId = (tx.rows.get(`tickets/${ticketId}`) as Row<'tickets'>).contactId;
    expect(callback(tx, id)).toMatchObject({ scope: team, contactId, state: 'open', promisedBy: lea, moves: [] });
    expect(entries(tx)).toMatchObject([{ kind: 'callback', event: 'promised', dueAt, callbackId: id, ticketId }]);
    for (const row of entries(tx)) tables.entries.parse(row);
    tables.callbacks.parse(callback(tx, id));
  });

  test('without a ticket is on record in its own row, moves and all', async () => {
    const tx = office();
    const id = await promise(tx, null);
    await runMutation(tx, 'callback.update@1', change(id, { dueAt: { base: dueAt, value: later } }));
    await runMutation(tx, 'callback.close@1', { id, entryId: newId(), outcome: 'missed', callId: null });
    expect(callback(tx, id)).toMatchObject({
      state: 'missed',
      closedBy: lea,
      moves: [{ from: dueAt, to: later, by: lea }],
    });
    expect(entries(tx)).toEqual([]);
  });

  test('is moved and kept, each in the ticket’s history; the call that kept it stays known', async () => {
    const tx = office();
    const id = await promise(tx, await ticketIn(tx));
    await runMutation(tx, 'callback.update@1', change(id, { dueAt: { base: dueAt, value: later } }));
    const callId = newId();
    await runMutation(tx, 'callback.close@1', { id, entryId: newId(), outcome: 'kept', callId });
    expect(callback(tx, id)).toMatchObject({ state: 'kept', keptCallId: callId, dueAt: later });
    expect(entries(tx)).toMatchObject([
      { event: 'promised', dueAt, from: null },
      { event: 'moved', dueAt: later, from: dueAt },
      { event: 'kept', dueAt: later },
    ]);
  });

  test('whose words or person change is not moved', async () => {
    const tx = office();
    const id = await promise(tx, await ticketIn(tx));
    const changes = { about: { base: 'La box', value: 'Le décodeur' }, assigneeId: { base: lea, value: null } };
    await runMutation(tx, 'callback.update@1', change(id, changes));
    expect(callback(tx, id)).toMatchObject({ about: 'Le décodeur', assigneeId: null, moves: [] });
    expect(entries(tx)).toHaveLength(1);
  });

  test('that two agents move keeps the first time; the other one is kept in the history and told', async () => {
    const tx = office();
    const id = await promise(tx, await ticketIn(tx));
    await runMutation(tx, 'callback.update@1', change(id, { dueAt: { base: dueAt, value: later } }));
    const mine = '2026-11-21T08:00:00.000Z';
    const effect = await runMutation(tx, 'callback.update@1', change(id, { dueAt: { base: dueAt, value: mine } }));
    expect(effect).toEqual({ outcome: 'conflict', fields: ['dueAt'] });
    expect(callback(tx, id).dueAt).toBe(later);
    expect(entries(tx).at(-1)).toMatchObject({ kind: 'lost-value', field: 'dueAt', value: mine });
  });

  test('ends once: the same word again is nothing, another one a conflict, and a move is refused', async () => {
    const tx = office();
    const id = await promise(tx, await ticketIn(tx));
    const close = (outcome: string) =>
      runMutation(tx, 'callback.close@1', { id, entryId: newId(), outcome, callId: null });
    await close('kept');
    expect(await close('kept')).toEqual({ outcome: 'applied' });
    expect(await close('missed')).toEqual({ outcome: 'conflict', fields: ['state'] });
    expect(entries(tx)).toHaveLength(2);
    const moved = runMutation(tx, 'callback.update@1', change(id, { dueAt: { base: dueAt, value: later } }));
    await expect(moved).rejects.toMatchObject({ code: 'MUTATION_TRANSITION_REFUSED' });
  });

  test('is not given to somebody who is not there, nor about a ticket that is not', async () => {
    const tx = office();
    await expect(promise(tx, null, { assigneeId: newId() })).rejects.toMatchObject({ code: 'MUTATION_TARGET_MISSING' });
    await expect(promise(tx, newId())).rejects.toMatchObject({ code: 'MUTATION_TARGET_MISSING' });
  });
});

describe('a promised time', () => {
  test.each([
    ['13:19:00', 'ahead'],
    ['13:20:00', 'soon'],
    ['13:29:59', 'soon'],
    ['13:30:00', 'due'],
    ['13:35:00', 'due'],
    ['13:35:01', 'late'],
  ])('at %s is %s', (clock, expected) => {
    expect(punctualityOf(dueAt, Date.parse(`2026-11-20T${clock}.000Z`))).toBe(expected);
  });

  test.each([
    ['2026-11-20T12:59:59.000Z', false],
    ['2026-11-20T13:00:00.000Z', true],
    ['2026-11-20T18:00:00.000Z', true],
  ])('is kept by a call from %s: %s', (startedAt, expected) => {
    expect(isKeptBy({ dueAt, promisedAt: '2026-11-20T09:00:00.000Z' }, Date.parse(startedAt))).toBe(expected);
  });

  test('is not kept by the call in which it was promised, or by one before', () => {
    const soon = { dueAt, promisedAt: '2026-11-20T13:20:00.000Z' };
    expect(isKeptBy(soon, Date.parse('2026-11-20T13:15:00.000Z'))).toBe(false);
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { mostLinks, type LinkKind } from '../../../domain/ticket/link.ts';
import { trashScope } from '../../../domain/row.ts';
import { tables, type Row } from '../../../domain/tables.ts';
import { aTeam, aTicket } from '../store/support/desk.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const team = aTeam('N1');
let tx: MemoryTransaction;

beforeEach(() => {
  tx = new MemoryTransaction({ teamIds: [team.id] });
});

async function ticket(fields: Partial<Row<'tickets'>> = {}): Promise<Id> {
  const row = aTicket(team, fields);
  await tx.put('tickets', row);
  return row.id;
}

const link = (id: Id, toId: Id, kind: LinkKind) =>
  runMutation(tx, 'ticket.link@1', { id, toId, kind, entryId: newId() });
const rowOf = (id: Id) => tx.rows.get(`tickets/${id}`) as Row<'tickets'>;
const entries = () => [...tx.rows.values()].filter((row) => 'kind' in row) as Row<'entries'>[];
const refused = { code: 'MUTATION_TRANSITION_REFUSED' };

describe('a link between tickets', () => {
  test('stands on the one that it was made from and in both timelines', async () => {
    const [a, b] = [await ticket({ reference: 1 }), await ticket({ reference: 2 })];
    await link(a, b, 'related');
    expect(rowOf(a).links).toEqual([{ ticketId: b, kind: 'related' }]);
    expect(rowOf(b).links).toBeUndefined();
    for (const entry of entries()) tables.entries.parse(entry);
    expect(entries()).toMatchObject([
      { ticketId: a, side: 'from', otherId: b, reference: 2, event: 'linked' },
      { ticketId: b, side: 'to', otherId: a, reference: 1, event: 'linked' },
    ]);
    await link(b, a, 'related');
    await link(a, b, 'related');
    expect(entries()).toHaveLength(2);
    await runMutation(tx, 'ticket.unlink@1', { id: a, toId: b, kind: 'related', entryId: newId() });
    expect(rowOf(a).links).toEqual([]);
    expect(entries()).toHaveLength(4);
    tables.tickets.parse(rowOf(a));
  });

  test('to a second parent takes the place of the first, and a parent’s timeline is no list of its children', async () => {
    const [child, first, second] = [await ticket(), await ticket(), await ticket()];
    await link(child, first, 'child');
    await link(child, second, 'child');
    await link(child, second, 'related');
    expect(rowOf(child).links).toEqual([
      { ticketId: second, kind: 'child' },
      { ticketId: second, kind: 'related' },
    ]);
    expect(entries().filter(({ ticketId }) => ticketId === first)).toEqual([]);
  });

  test('never makes a circle, whichever two agents make it', async () => {
    const [a, b, c] = [await ticket(), await ticket(), await ticket()];
    await link(a, b, 'child');
    await link(b, c, 'child');
    await expect(link(c, a, 'child')).rejects.toMatchObject(refused);
    await expect(link(b, a, 'child')).rejects.toMatchObject(refused);
    for (const kind of ['child', 'duplicate', 'related'] as const)
      await expect(link(c, c, kind)).rejects.toMatchObject(refused);
    await link(c, a, 'duplicate');
  });

  test('needs both tickets, and rights in both teams', async () => {
    const own = await ticket();
    await expect(link(own, newId(), 'related')).rejects.toMatchObject({ code: 'MUTATION_TARGET_MISSING' });
    const foreign = aTicket(aTeam('N2'));
    await tx.put('tickets', foreign);
    await expect(link(own, foreign.id, 'related')).rejects.toMatchObject({ code: 'MUTATION_FORBIDDEN' });
    await expect(link(foreign.id, own, 'related')).rejects.toMatchObject({ code: 'MUTATION_FORBIDDEN' });
  });

  test('is one of fifty at most', async () => {
    const own = await ticket();
    for (let count = 0; count < mostLinks; count++) await link(own, await ticket(), 'related');
    await expect(link(own, await ticket(), 'related')).rejects.toMatchObject(refused);
  });

  test.each([
    ['has gone to another team', aTeam('N2').id],
    ['was deleted', trashScope],
  ])('to a ticket that %s can be undone, and nothing is written there', async (_, scope) => {
    const [a, b] = [await ticket(), await ticket()];
    await link(a, b, 'related');
    await tx.put('tickets', { ...rowOf(b), scope });
    const there = { ...rowOf(b) };
    await runMutation(tx, 'ticket.unlink@1', { id: a, toId: b, kind: 'related', entryId: newId() });
    expect(rowOf(a).links).toEqual([]);
    expect(rowOf(b)).toEqual(there);
    expect(entries().filter((entry) => entry.kind === 'link' && entry.event === 'unlinked')).toMatchObject([
      { ticketId: a, scope: team.id, side: 'from' },
    ]);
  });

  test('to a ticket that was deleted for good can be undone', async () => {
    const [a, b] = [await ticket(), await ticket()];
    await link(a, b, 'duplicate');
    tx.rows.delete(`tickets/${b}`);
    await runMutation(tx, 'ticket.unlink@1', { id: a, toId: b, kind: 'duplicate', entryId: newId() });
    expect(rowOf(a).links).toEqual([]);
  });
});

describe('one answer for the tickets of an incident', () => {
  test('solves those that are open and still its children, each with the note', async () => {
    const incident = await ticket({ major: true, state: 'solved' });
    const [open, pending] = [
      await ticket({ state: 'new' }),
      await ticket({ state: 'pending', pendingReason: 'requester' }),
    ];
    const [closed, gone] = [await ticket({ state: 'closed' }), await ticket()];
    for (const each of [open, pending, closed]) await link(each, incident, 'child');
    const args = { id: incident, childIds: [open, pending, closed, gone], entryId: newId(), text: 'Antenne réparée' };
    await runMutation(tx, 'ticket.solveChildren@1', args);
    expect([open, pending, closed, gone].map((id) => rowOf(id).state)).toEqual(['solved', 'solved', 'closed', 'open']);
    expect(rowOf(pending).pendingReason).toBeNull();
    const notes = entries().filter(({ kind }) => kind === 'note');
    expect(notes.map(({ ticketId }) => ticketId)).toEqual([open, pending]);
    expect(entries().filter(({ kind }) => kind === 'state')).toMatchObject([
      { ticketId: open, from: 'new', to: 'solved' },
      { ticketId: pending, from: 'pending', to: 'solved' },
    ]);
    // Once more changes nothing.
    const before = tx.rows.size;
    await runMutation(tx, 'ticket.solveChildren@1', args);
    expect(tx.rows.size).toBe(before);
  });
});

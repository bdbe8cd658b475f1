import { beforeEach, describe, expect, test } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import type { Row } from '../../../domain/tables.ts';
import type { LinkKind } from '../../../domain/ticket/link.ts';
import { outlineId } from '../../../domain/ticket/outline.ts';
import { aTeam, aTicket } from '../store/support/desk.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const [n1, mobile] = [aTeam('N1'), aTeam('Mobile')];
let tx: MemoryTransaction;

beforeEach(() => {
  tx = new MemoryTransaction({ teamIds: [n1.id, mobile.id] });
  for (const team of [n1, mobile]) tx.rows.set(`teams/${team.id}`, team);
});

async function ticket(fields: Partial<Row<'tickets'>> = {}, team = n1): Promise<Id> {
  const row = aTicket(team, fields);
  await tx.put('tickets', row);
  return row.id;
}

const link = (id: Id, toId: Id, kind: LinkKind = 'child') =>
  runMutation(tx, 'ticket.link@1', { id, toId, kind, entryId: newId() });
const unlink = (id: Id, toId: Id) => runMutation(tx, 'ticket.unlink@1', { id, toId, kind: 'child', entryId: newId() });
const merge = (id: Id, into: Id) => runMutation(tx, 'ticket.merge@1', { id, into, entryId: newId() });
const rowOf = (id: Id) => tx.rows.get(`tickets/${id}`) as Row<'tickets'>;
const linksOf = (id: Id) => (rowOf(id).links ?? []).map(({ kind, ticketId }) => [kind, ticketId]);
const outline = (id: Id, scope: Id) => {
  const found = tx.rows.get(`outlines/${outlineId(id, scope)}`);
  return found?.scope === scope ? found : undefined;
};

describe('of a ticket that is merged into another', () => {
  test('the children and all links follow, and one answer solves them', async () => {
    const [source, target] = [await ticket({ major: true }), await ticket()];
    const [child, related, parent] = [await ticket(), await ticket(), await ticket()];
    await link(child, source);
    await link(related, source, 'related');
    await link(source, parent);
    await link(source, related, 'duplicate');
    await merge(source, target);
    expect(linksOf(child)).toEqual([['child', target]]);
    expect(linksOf(related)).toEqual([['related', target]]);
    expect(linksOf(target)).toEqual([
      ['child', parent],
      ['duplicate', related],
    ]);
    expect(linksOf(source)).toEqual([]);
    expect(rowOf(target).major).toBe(true);
    // By the name of the ticket that was merged, as a desk that was away says it.
    const solve = { id: source, childIds: [child], entryId: newId(), text: '' };
    await runMutation(tx, 'ticket.solveChildren@1', solve);
    expect(rowOf(child).state).toBe('solved');
    await unlink(child, source);
    expect(linksOf(child)).toEqual([]);
  });

  test('no link leads back to itself, and what the other has already stands', async () => {
    const [source, target] = [await ticket(), await ticket()];
    const [over, own, other] = [await ticket(), await ticket(), await ticket()];
    await link(target, source);
    await link(source, over);
    await merge(source, target);
    expect(linksOf(target)).toEqual([['child', over]]);

    // A child of the one is over the other: it cannot be under it as well.
    const [first, second] = [await ticket(), await ticket()];
    await link(second, own);
    await link(own, first);
    await merge(first, second);
    expect(linksOf(own)).toEqual([]);
    expect(linksOf(second)).toEqual([['child', own]]);

    const [left, right] = [await ticket(), await ticket()];
    await link(left, other);
    await link(right, over);
    await link(other, left, 'related');
    await link(other, right, 'related');
    await merge(left, right);
    expect(linksOf(right)).toEqual([['child', over]]);
    expect(linksOf(other)).toEqual([['related', right]]);
  });
});

describe('a major incident of another team', () => {
  test('is seen by the teams whose tickets are attached to it, as long as they are', async () => {
    const incident = await ticket({ major: true, subject: 'Panne de quartier' });
    const [first, second] = [await ticket({}, mobile), await ticket({}, mobile)];
    await link(first, incident);
    await link(second, incident);
    expect(rowOf(incident).childTeams).toEqual([mobile.id]);
    expect(outline(incident, mobile.id)).toMatchObject({ subject: 'Panne de quartier', major: true, teamId: n1.id });
    const solved = { id: incident, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null };
    await runMutation(tx, 'ticket.setState@1', solved);
    expect(outline(incident, mobile.id)).toMatchObject({ state: 'solved' });
    await unlink(first, incident);
    expect(outline(incident, mobile.id)).toBeDefined();
    await unlink(second, incident);
    expect(outline(incident, mobile.id)).toBeUndefined();
    expect(rowOf(incident).childTeams).toEqual([]);
  });

  test('goes along when it, or what is attached to it, is handed over or merged', async () => {
    const incident = await ticket({ major: true });
    const child = await ticket();
    await link(child, incident);
    expect(rowOf(incident).childTeams).toBeUndefined();
    const handOver = { from: n1.id, teamId: mobile.id, reason: '', follow: false };
    await runMutation(tx, 'ticket.handOver@1', { ...handOver, id: child, entryId: newId() });
    expect(outline(incident, mobile.id)).toMatchObject({ teamId: n1.id });
    const next = await ticket();
    await merge(incident, next);
    expect(outline(incident, mobile.id)).toBeUndefined();
    expect(outline(next, mobile.id)).toMatchObject({ major: true, teamId: n1.id });
    await runMutation(tx, 'ticket.handOver@1', { ...handOver, id: next, entryId: newId() });
    expect(outline(next, mobile.id)).toBeUndefined();
    const back = { id: child, from: mobile.id, teamId: n1.id, reason: '', follow: false, entryId: newId() };
    await runMutation(tx, 'ticket.handOver@1', back);
    expect(outline(next, n1.id)).toMatchObject({ teamId: mobile.id });
  });
});

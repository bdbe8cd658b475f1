import { expect, it } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import type { LinkKind } from '../../../domain/ticket/link.ts';
import { outlineId } from '../../../domain/ticket/outline.ts';
import { aTeam, aTicket, anAgent, type TestDesk } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const n1 = aTeam('N1');
const lea = anAgent('Léa', [n1]);
const karim = anAgent('Karim', [n1]);

async function link(desk: TestDesk, id: Id, toId: Id, kind: LinkKind): Promise<void> {
  const done = await desk.store.request('mutate', {
    name: 'ticket.link@1',
    args: { id, toId, kind, entryId: newId() },
  });
  if (!done.ok) throw new Error(done.code);
}

it('tickets are attached to a major incident without the server, seen from both sides, and solved with it', async () => {
  const server = new ModelServer([n1], [lea, karim]);
  const incident = aTicket(n1, { subject: 'Panne de quartier', major: true });
  const [first, second] = [aTicket(n1), aTicket(n1)];
  for (const row of [incident, first, second]) server.write('tickets', row);
  const [desk, colleague] = [await syncedDesk(server, lea), await syncedDesk(server, karim)];
  expect(await desk.until('majors', null)).toMatchObject([{ line: { id: incident.id }, children: 0 }]);

  server.stop();
  await link(desk, first.id, incident.id, 'child');
  await link(desk, second.id, incident.id, 'child');
  await link(desk, first.id, second.id, 'duplicate');
  const ofFirst = await desk.until('links', { id: first.id }, ({ links }) => links.length === 2);
  expect(ofFirst.links.map(({ kind, out, line }) => [kind, out, line.id])).toEqual([
    ['child', true, incident.id],
    ['duplicate', true, second.id],
  ]);
  const ofSecond = await desk.until('links', { id: second.id }, ({ links }) => links.length === 2);
  expect(ofSecond.links).toContainEqual(expect.objectContaining({ kind: 'duplicate', out: false }));

  server.start();
  await desk.store.request('syncNow', null);
  await desk.synced();
  await colleague.store.request('syncNow', null);
  const childIds = [first.id, second.id].sort();
  const seen = await colleague.until('links', { id: incident.id }, ({ children }) => children.total === 2);
  expect(seen.children.openIds).toEqual(childIds);
  await colleague.store.request('mutate', {
    name: 'ticket.setState@1',
    args: { id: incident.id, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null },
  });
  await colleague.until('majors', null, (majors) => majors.length === 0);
  await colleague.store.request('mutate', {
    name: 'ticket.solveChildren@1',
    args: { id: incident.id, childIds, entryId: newId(), text: 'Rétabli à 14 h' },
  });
  await colleague.until('links', { id: incident.id }, ({ children }) => children.openIds.length === 0);
  const view = await colleague.until('ticket', { id: first.id }, (each) => each?.ticket.state === 'solved');
  expect(JSON.stringify(view?.timeline)).toContain('Rétabli à 14 h');
});

it('a major incident of another team is seen by its outline, as long as a ticket here is attached to it', async () => {
  const [mobile, server] = [aTeam('Mobile'), new ModelServer([n1], [lea])];
  const incident = aTicket(mobile, { subject: 'Antenne', major: true });
  const child = aTicket(n1, { links: [{ ticketId: incident.id, kind: 'child' }] });
  const { reference, subject, state, major, assigneeId } = incident;
  const fields = { reference, subject, state, major, assigneeId, teamId: mobile.id, at: '2026-11-20T09:00:00.000Z' };
  const outline = { id: outlineId(incident.id, n1.id), scope: n1.id, ticketId: incident.id, ...fields };
  for (const row of [child, aTicket(n1)]) server.write('tickets', row);
  server.write('outlines', outline);
  const desk = await syncedDesk(server, lea);
  const { parentElsewhere, links } = await desk.until('links', { id: child.id });
  expect(parentElsewhere?.outline).toMatchObject({ subject: 'Antenne', teamId: mobile.id });
  expect(links).toEqual([]);
  expect(await desk.until('majorsElsewhere', null)).toMatchObject([{ outline: { ticketId: incident.id } }]);
  expect(await desk.until('followed', null)).toEqual([]);
  server.write('outlines', { ...outline, state: 'solved' });
  await desk.store.request('syncNow', null);
  await desk.until('majorsElsewhere', null, (majors) => majors.length === 0);
});

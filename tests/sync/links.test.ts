import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import type { LinkKind } from '../../domain/ticket/link.ts';
import { outlineId } from '../../domain/ticket/outline.ts';
import { TestDesk } from './support/desk.ts';
import { teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

const desk = (login: string): Promise<TestDesk> => TestDesk.signIn(server.url, login);
const link = (id: Id, toId: Id, kind: LinkKind) => ({ id, toId, kind, entryId: newId() });

async function synced(...desks: TestDesk[]): Promise<void> {
  for (const each of desks) {
    if (each.outbox.length > 0) await each.push();
    await each.pull();
  }
}

describe('links between tickets', () => {
  it('that two agents make at once in opposite directions become one, and both see the same', async () => {
    const [alice, bob] = [await desk('alice'), await desk('bob')];
    const pairs = Array.from({ length: 6 }, () => [alice.newTicket(teams.red), alice.newTicket(teams.red)] as const);
    await synced(alice, bob);
    for (const [a, b] of pairs) {
      alice.mutate('ticket.link@1', link(a, b, 'child'));
      bob.mutate('ticket.link@1', link(b, a, 'child'));
      await Promise.all([alice.push(), bob.push()]);
    }
    await synced(alice, bob);
    const links = (each: TestDesk) => pairs.map((pair) => pair.map((id) => each.row('tickets', id)?.links ?? []));
    expect(links(alice)).toEqual(links(bob));
    for (const pair of links(alice)) expect(pair.flat()).toHaveLength(1);
    const outcomes = [...alice.results.slice(-6), ...bob.results.slice(-6)].map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'rejected')).toHaveLength(6);
  });

  it('to one incident by many agents at once all stand, and one answer solves them all', async () => {
    const [alice, bob, dave] = [await desk('alice'), await desk('bob'), await desk('dave')];
    const incident = alice.newTicket(teams.red, 'Panne de quartier');
    await synced(alice, bob, dave);
    const children = [alice, bob, dave].flatMap((each) =>
      Array.from({ length: 10 }, () => {
        const id = each.newTicket(teams.red);
        each.mutate('ticket.link@1', link(id, incident, 'child'));
        return id;
      }),
    );
    await Promise.all([alice.push(), bob.push(), dave.push()]);
    await synced(alice, bob);
    alice.mutate('ticket.solveChildren@1', { id: incident, childIds: children, entryId: newId(), text: 'Rétabli' });
    // A lost answer: the same push comes again.
    await alice.tryPush();
    await synced(alice, bob);
    expect(children.map((id) => bob.row('tickets', id)?.state)).toEqual(children.map(() => 'solved'));
    const notes = [...bob.rows.values()].filter((row) => 'text' in row && row['text'] === 'Rétabli');
    expect(notes).toHaveLength(children.length);
  });

  it('follow a ticket that is merged while others are attached to it, and another team sees the incident', async () => {
    const [alice, dave, carol] = [await desk('alice'), await desk('dave'), await desk('carol')];
    const [incident, into] = [alice.newTicket(teams.red, 'Panne'), alice.newTicket(teams.red, 'Panne de quartier')];
    const [early, late] = [dave.newTicket(teams.blue), dave.newTicket(teams.blue)];
    await synced(alice, dave);
    dave.mutate('ticket.link@1', link(early, incident, 'child'));
    await synced(dave, carol);
    expect(carol.row('outlines', outlineId(incident, teams.blue))).toMatchObject({
      subject: 'Panne',
      teamId: teams.red,
    });
    alice.mutate('ticket.merge@1', { id: incident, into, entryId: newId() });
    dave.mutate('ticket.link@1', link(late, incident, 'child'));
    await Promise.all([alice.push(), dave.push()]);
    await synced(alice, dave, carol);
    for (const id of [early, late])
      expect(carol.row('tickets', id)?.links).toEqual([{ ticketId: into, kind: 'child' }]);
    expect(carol.row('outlines', outlineId(incident, teams.blue))).toBeUndefined();
    expect(carol.row('outlines', outlineId(into, teams.blue))).toMatchObject({ subject: 'Panne de quartier' });
    expect(carol.row('tickets', into)).toBeUndefined();
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { outlineId } from '../../domain/ticket/outline.ts';
import { deleteOld } from '../../server/privacy/retention.ts';
import { TestDesk } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { StoreDesk } from './support/store-desk.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

const desk = (login: string): Promise<TestDesk> => TestDesk.signIn(server.url, login);

async function synced(...desks: TestDesk[]): Promise<void> {
  for (const each of desks) {
    if (each.outbox.length > 0) await each.push();
    await each.pull();
  }
}

const handOver = (id: Id, teamId: Id, follow = false) =>
  ({ id, from: teams.red, teamId, reason: 'Ligne à mesurer', entryId: newId(), follow }) as const;
const note = (ticketId: Id, text: string) => ({ id: newId(), ticketId, text });

describe('a ticket that goes to another team', () => {
  it('leaves the desks of the first with all that is in it, and comes to those of the other', async () => {
    const [alice, bob, carol] = [await desk('alice'), await desk('bob'), await desk('carol')];
    const id = alice.newTicket(teams.red);
    alice.mutate('note.add@1', note(id, 'Box redémarrée'));
    await synced(alice, bob, carol);
    expect(bob.row('tickets', id)).toBeDefined();
    alice.mutate('ticket.handOver@1', handOver(id, teams.blue));
    await synced(alice, bob, carol);
    const ofTicket = (each: TestDesk) =>
      [...each.rows.values()].filter((row) => row.id === id || row['ticketId'] === id);
    expect([...ofTicket(alice), ...ofTicket(bob)]).toEqual([]);
    expect(ofTicket(carol).map((row) => row['kind'] ?? row['subject'])).toEqual(
      expect.arrayContaining(['Plus d’Internet', 'note', 'handover']),
    );
    expect(carol.row('tickets', id)).toMatchObject({ assigneeId: null, handedOver: { from: teams.red } });
  });

  it('gives back what somebody of the first team wrote to it offline, and keeps what was decided first', async () => {
    const [alice, bob, dave] = [await desk('alice'), await desk('bob'), await desk('dave')];
    const id = alice.newTicket(teams.red);
    await synced(alice, bob, dave);
    const late = bob.mutate('note.add@1', note(id, 'Écrit sans réseau'));
    const lateHandOver = bob.mutate('ticket.handOver@1', handOver(id, teams.blue));
    const lateState = dave.mutate('ticket.handOver@1', handOver(id, teams.blue));
    alice.mutate('ticket.handOver@1', handOver(id, teams.blue));
    await synced(alice, bob, dave);
    for (const [who, what] of [
      [bob, late],
      [bob, lateHandOver],
      [dave, lateState],
    ] as const)
      expect(who.resultOf(what)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_TICKET_HANDED_OVER' });
    // Of both teams, dave may write to it all the same.
    const written = dave.mutate('note.add@1', note(id, 'Pris en compte'));
    await synced(dave);
    expect(dave.resultOf(written)).toMatchObject({ outcome: 'applied' });
  });

  it('shows whoever follows it how it stands, and nobody else; the outline goes with the ticket', async () => {
    const [alice, bob, carol] = [await desk('alice'), await desk('bob'), await desk('carol')];
    const id = alice.newTicket(teams.red, 'Débit faible');
    alice.mutate('ticket.handOver@1', handOver(id, teams.blue, true));
    await synced(alice, bob, carol);
    const outline = outlineId(id, agents.alice.id);
    expect(alice.row('outlines', outline)).toMatchObject({ subject: 'Débit faible', teamId: teams.blue, state: 'new' });
    carol.mutate('note.add@1', note(id, 'Rien que pour nous'));
    carol.mutate('ticket.setState@1', { id, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null });
    carol.mutate('ticket.setState@1', { id, entryId: newId(), to: 'closed', pendingReason: null, remindAt: null });
    await synced(carol, alice, bob);
    expect(alice.row('outlines', outline)).toMatchObject({ state: 'closed' });
    expect(JSON.stringify([...alice.rows.values()])).not.toContain('Rien que pour nous');
    for (const other of [bob, carol]) expect(other.row('outlines', outline)).toBeUndefined();
    await deleteOld(server.db, { before: new Date(Date.now() + 60_000), dryRun: false });
    await synced(alice);
    expect(alice.row('outlines', outline)).toBeUndefined();
    const left = await sql`select from outlines where data ->> 'ticketId' = ${id}`.execute(server.db);
    expect(left.rows).toEqual([]);
  });

  it('is seen to arrive, and to be taken, by the desks of both', async () => {
    const [bob, carol] = [await StoreDesk.open(server.url, 'bob'), await StoreDesk.open(server.url, 'carol')];
    try {
      const id = await bob.newTicket(teams.red, 'Boucle locale');
      await bob.synced();
      await bob.mutate('ticket.handOver@1', handOver(id, teams.blue, true));
      const [arrived] = await carol.until('arrivals', null, (lines) => lines.some((line) => line.id === id));
      expect(arrived).toMatchObject({ arrivedFrom: 'red', assigneeName: null });
      await bob.until('ticket', { id }, (view) => view === null);
      const ofBob = (views: readonly { readonly outline: { readonly ticketId: Id } }[]) =>
        views.some(({ outline }) => outline.ticketId === id);
      await bob.until('followed', null, ofBob);
      const changes = { assigneeId: { base: null, value: agents.carol.id } };
      await carol.mutate('ticket.update@1', { id, entryId: newId(), changes });
      await carol.until('arrivals', null, (lines) => !lines.some((line) => line.id === id));
      await bob.until('followed', null, (views) => views.some(({ assigneeName }) => assigneeName === 'carol'));
      await bob.mutate('ticket.follow@1', { id, follow: false });
      await bob.synced();
      await bob.until('followed', null, (views) => !ofBob(views));
      await carol.until('ticket', { id }, (view) => view?.ticket.followers?.length === 0);
    } finally {
      await bob.close();
      await carol.close();
    }
  });
});

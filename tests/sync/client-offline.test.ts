import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { runSql } from './support/database.ts';
import { FlakyProxy } from './support/flaky-proxy.ts';
import { teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { StoreDesk } from './support/store-desk.ts';

let server: TestServer;
let network: FlakyProxy;
let alice: StoreDesk;
let bob: StoreDesk;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  network = await FlakyProxy.to(server.url);
  alice = await StoreDesk.open(network.url, 'alice');
  bob = await StoreDesk.open(server.url, 'bob');
  await Promise.all([alice.synced(), bob.synced()]);
});
afterEach(async () => {
  await alice.close();
  await bob.close();
  await network.close();
});

/** What PostgreSQL has of a ticket. */
async function inDatabase(ticketId: string) {
  const { databaseUrl } = server;
  const [tickets, entries, calls] = await Promise.all([
    runSql(databaseUrl, 'select data from tickets where id = $1', [ticketId]),
    runSql(databaseUrl, `select data->>'text' as text from entries where data->>'ticketId' = $1 order by id`, [
      ticketId,
    ]),
    runSql(databaseUrl, `select data from calls where data->>'ticketId' = $1`, [ticketId]),
  ]);
  return { tickets: tickets.length, notes: entries.map(({ text }) => text), calls: calls.length };
}

describe('an agent whose server is away', () => {
  it('works on; when it is back everything is there exactly once, and a colleague sees it', async () => {
    network.cut();
    await alice.store.request('syncNow', null);
    await alice.until('status', null, ({ sync }) => sync.state === 'offline' && sync.code === 'SERVER_UNREACHABLE');

    const callId = newId();
    const startedAt = new Date().toISOString();
    const record = { id: callId, teamId: teams.red, direction: 'incoming' as const, number: '+33298001234' };
    const open = {
      displayName: null,
      queue: 'hotline',
      startedAt,
      answeredAt: startedAt,
      endedAt: null,
      outcome: null,
    };
    await alice.mutate('call.log@1', { ...record, ...open });
    const ticketId = await alice.newTicket(teams.red, 'Box en panne', callId);
    for (const text of ['Voyant rouge', 'Redémarrée', 'Rappeler demain']) {
      const key = `note:${ticketId}`;
      await alice.store.request('saveDraft', { key, text });
      expect(await alice.store.request('sendDraft', { key, ticketId })).toMatchObject({ ok: true });
    }
    await alice.mutate('call.log@1', { ...record, ...open, endedAt: new Date().toISOString(), outcome: 'answered' });
    const before = await alice.until('ticket', { id: ticketId }, (view) => view?.timeline.length === 4);
    expect(before?.timeline.every(({ delivery }) => delivery === 'queued')).toBe(true);
    expect(await inDatabase(ticketId)).toEqual({ tickets: 0, notes: [], calls: 0 });

    network.mend(server.url);
    await alice.synced();
    expect(await inDatabase(ticketId)).toEqual({
      tickets: 1,
      notes: ['Voyant rouge', 'Redémarrée', 'Rappeler demain'],
      calls: 1,
    });
    const seen = await bob.until('ticket', { id: ticketId }, (view) => view?.timeline.length === 4);
    const own = await alice.until('ticket', { id: ticketId });
    expect(seen?.ticket).toEqual(own?.ticket);
    expect(seen?.ticket.reference).toBeGreaterThan(0);
    expect(seen?.timeline).toEqual(own?.timeline);
  });

  it('is not told twice when the server dies between its commit and its answer', async () => {
    const ticketId = await alice.newTicket(teams.red, 'Messagerie pleine');
    await alice.synced();
    const doomed = await server.startNode();
    network.mend(doomed.url);
    const lost = network.loseNextAnswer('/v1/push');
    await alice.mutate('note.add@1', { id: newId(), ticketId, text: 'Vidée' });
    await lost;
    network.cut();
    await doomed.stop();
    await alice.until('status', null, ({ sync, queued }) => sync.state === 'offline' && queued === 1);
    expect((await inDatabase(ticketId)).notes).toEqual(['Vidée']);

    network.mend(server.url);
    await alice.synced();
    expect((await inDatabase(ticketId)).notes).toEqual(['Vidée']);
    const view = await alice.until('ticket', { id: ticketId });
    expect(view?.timeline).toMatchObject([{ delivery: 'confirmed' }]);
  });

  it('gets what was poked while its socket was down', async () => {
    network.cut();
    const ticketId = await bob.newTicket(teams.red, 'Pendant la coupure');
    await bob.synced();
    network.mend(server.url);
    const view = await alice.until('ticket', { id: ticketId }, (answer) => answer !== null);
    expect(view?.ticket.subject).toBe('Pendant la coupure');
  });
});

describe('two agents', () => {
  it('see each other without asking', async () => {
    const ticketId = await alice.newTicket(teams.red, 'Imprimante');
    await bob.until('ticket', { id: ticketId }, (view) => view !== null);
    await bob.mutate('note.add@1', { id: newId(), ticketId, text: 'Je prends' });
    const view = await alice.until('ticket', { id: ticketId }, (answer) => answer?.timeline.length === 1);
    expect(view?.timeline).toMatchObject([{ entry: { text: 'Je prends' }, authorName: 'bob', delivery: 'confirmed' }]);
  });

  it('change different fields of a ticket while apart: both stand; on the same field the loser is told', async () => {
    const ticketId = await alice.newTicket(teams.red, 'Avant');
    await bob.until('ticket', { id: ticketId }, (view) => view !== null);
    await alice.synced();
    network.cut();
    const subject = (value: string) => ({ subject: { base: 'Avant', value } });
    await alice.mutate('ticket.update@1', {
      id: ticketId,
      entryId: newId(),
      changes: { ...subject('Alice'), impact: { base: 3, value: 1 } },
    });
    await bob.mutate('ticket.update@1', {
      id: ticketId,
      entryId: newId(),
      changes: { ...subject('Bob'), urgency: { base: 3, value: 1 } },
    });
    await bob.synced();
    network.mend(server.url);
    const [lost] = await alice.until('refused', null, (list) => list.length === 1);
    expect(lost?.result).toMatchObject({ outcome: 'conflict', fields: ['subject'] });
    const view = await alice.until('ticket', { id: ticketId }, (answer) => answer?.ticket.subject === 'Bob');
    expect(view?.ticket).toMatchObject({ impact: 1, urgency: 1 });
    expect(view?.timeline).toMatchObject([{ entry: { kind: 'lost-value', field: 'subject', value: 'Alice' } }]);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { runSql } from './support/database.ts';
import { TestDesk } from './support/desk.ts';
import { teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { StoreDesk } from './support/store-desk.ts';

let server: TestServer;
let alice: StoreDesk;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  alice = await StoreDesk.open(server.url, 'alice');
  await alice.synced();
});
afterEach(() => alice.close());

async function ticketsNamed(subject: string): Promise<number> {
  return (await runSql(server.databaseUrl, `select id from tickets where data->>'subject' = $1`, [subject])).length;
}

describe('a session that ends', () => {
  it('is said at once; what is queued waits and goes up after signing in again', async () => {
    await alice.revoke(server.url);
    const { sync } = await alice.until('status', null, (status) => status.sync.state === 'signed-out');
    expect(sync).toEqual({ state: 'signed-out', code: 'AUTH_SESSION_ENDED' });
    await alice.newTicket(teams.red, 'Sans session');
    await alice.until('status', null, ({ queued }) => queued === 1);
    expect(await ticketsNamed('Sans session')).toBe(0);

    await alice.signInAgain();
    await alice.synced();
    expect(await ticketsNamed('Sans session')).toBe(1);
  });
});

describe('a refusal', () => {
  it('stays until it is dismissed', async () => {
    const ticketId = await alice.newTicket(teams.red, 'Part ailleurs');
    await alice.synced();
    await alice.revoke(server.url);
    await alice.until('status', null, ({ sync }) => sync.state === 'signed-out');
    await alice.mutate('note.add@1', { id: newId(), ticketId, text: 'Trop tard' });
    await runSql(server.databaseUrl, 'delete from tickets where id = $1', [ticketId]);
    await alice.signInAgain();
    const [refused] = await alice.until('refused', null, (list) => list.length === 1);
    expect(refused).toMatchObject({
      args: { text: 'Trop tard' },
      result: { outcome: 'rejected', code: 'MUTATION_TARGET_MISSING' },
    });
    await alice.store.request('dismissRefused', { id: refused?.id ?? '' });
    await alice.until('refused', null, (list) => list.length === 0);
  });
});

describe('a first sync of many pages', () => {
  it('brings every row', async () => {
    const writer = await TestDesk.signIn(server.url, 'bob');
    for (let batch = 0; batch < 12; batch++) {
      for (let i = 0; i < 200; i++) {
        const name = `Client ${batch * 200 + i}`;
        const rest = { organisation: null, town: null, email: null, numbers: [], customerNumber: null };
        writer.mutate('contact.create@1', { id: newId(), name, ...rest });
      }
      await writer.push();
    }
    const erin = await StoreDesk.open(server.url, 'erin');
    await erin.synced();
    expect(await erin.until('contacts', { text: 'client', limit: 5000 })).toHaveLength(2400);
    await erin.close();
  });
});

describe('a server that was restored from a backup', () => {
  it('gets again what it had confirmed and forgotten, once', async () => {
    const subject = 'Après la sauvegarde';
    const ticketId = await alice.newTicket(teams.red, subject);
    await alice.mutate('note.add@1', { id: newId(), ticketId, text: 'Aussi' });
    await alice.synced();
    const { databaseUrl } = server;
    await runSql(databaseUrl, 'delete from entries where data->>$1 = $2', ['ticketId', ticketId]);
    await runSql(databaseUrl, 'delete from tickets where id = $1', [ticketId]);
    await runSql(databaseUrl, 'delete from results');
    await runSql(databaseUrl, 'delete from clients');
    await runSql(databaseUrl, `update meta set value = $1 where key = 'epoch'`, [newId()]);
    await alice.newTicket(teams.red, 'Réveil');
    await alice.until(
      'tickets',
      { view: 'team', text: 'reveil', limit: 1 },
      ({ lines }) => lines[0]?.reference != null,
    );
    await alice.synced();
    expect(await ticketsNamed(subject)).toBe(1);
    const view = await alice.until('ticket', { id: ticketId }, (answer) => answer?.delivery === 'confirmed');
    expect(view?.timeline).toMatchObject([{ entry: { text: 'Aussi' }, delivery: 'confirmed' }]);
  });
});

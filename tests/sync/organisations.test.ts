import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { organisationId } from '../../domain/organisation/organisation.ts';
import { eraseContact } from '../../server/privacy/erase-contact.ts';
import { TestDesk } from './support/desk.ts';
import { startTestServer, type TestServer } from './support/server.ts';

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

describe('an organisation', () => {
  it('that two agents of different teams write down at once is one, with what both wrote', async () => {
    const [alice, carol] = [await desk('alice'), await desk('carol')];
    const names = Array.from({ length: 8 }, (_, index) => `Mairie de Brest ${index}`);
    for (const name of names) {
      alice.mutate('organisation.update@1', { name, add: ['+33298001200'] });
      carol.mutate('organisation.update@1', { name: name.toUpperCase(), add: ['+33298001300'] });
      await Promise.all([alice.push(), carol.push()]);
    }
    await synced(alice, carol);
    for (const name of names) {
      const row = alice.row('organisations', organisationId(name));
      expect([...(row?.numbers ?? [])].sort()).toEqual(['+33298001200', '+33298001300']);
      expect(carol.row('organisations', organisationId(name))).toEqual(row);
    }
  });

  it('loses the numbers of a person who is erased', async () => {
    const alice = await desk('alice');
    const contactId = newId();
    const who = { name: 'Yann', organisation: 'Kerlo', town: null, email: null, customerNumber: null };
    alice.mutate('contact.create@1', { id: contactId, ...who, numbers: ['+33261910012'] });
    alice.mutate('organisation.update@1', { name: 'Kerlo', add: ['+33261910012', '+33261910013'] });
    await synced(alice);
    expect((await eraseContact(server.db, contactId, false)).organisations).toBe(1);
    await synced(alice);
    expect(alice.row('organisations', organisationId('Kerlo'))?.numbers).toEqual(['+33261910013']);
  });
});

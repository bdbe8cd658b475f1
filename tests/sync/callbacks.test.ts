import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { eraseContact } from '../../server/privacy/erase-contact.ts';
import { deleteOld } from '../../server/privacy/retention.ts';
import { TestDesk } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

const desk = (login: string): Promise<TestDesk> => TestDesk.signIn(server.url, login);
const dueAt = '2026-11-20T13:30:00.000Z';

function promise(
  by: TestDesk,
  fields: { readonly ticketId?: Id; readonly contactId?: Id; readonly about?: string } = {},
): Id {
  const id = newId();
  const whom = { number: '+33261910012', contactId: null, ticketId: null, callId: null };
  const rest = { dueAt, about: '', assigneeId: agents.alice.id, ...fields };
  by.mutate('callback.promise@1', { id, entryId: newId(), teamId: teams.red, ...whom, ...rest });
  return id;
}

async function synced(...desks: TestDesk[]): Promise<void> {
  for (const each of desks) {
    if (each.outbox.length > 0) await each.push();
    await each.pull();
  }
}

const end = (id: Id, outcome: 'kept' | 'missed') => ({ id, entryId: newId(), outcome, callId: null });

describe('a promise to call back', () => {
  it('reaches the team and nobody else, with its place in the ticket', async () => {
    const [alice, bob, carol] = [await desk('alice'), await desk('bob'), await desk('carol')];
    const ticketId = alice.newTicket(teams.red);
    const id = promise(alice, { ticketId });
    await synced(alice, bob, carol);
    expect(bob.row('callbacks', id)).toMatchObject({ scope: teams.red, state: 'open', promisedBy: agents.alice.id });
    expect([...bob.rows.values()]).toContainEqual(expect.objectContaining({ kind: 'callback', ticketId }));
    expect(carol.row('callbacks', id)).toBeUndefined();
  });

  it('that two agents end at once has one end, and both see the same', async () => {
    const [alice, bob] = [await desk('alice'), await desk('bob')];
    const ids = Array.from({ length: 8 }, () => promise(alice));
    await synced(alice, bob);
    for (const id of ids) {
      alice.mutate('callback.close@1', end(id, 'kept'));
      bob.mutate('callback.close@1', end(id, 'missed'));
      await Promise.all([alice.push(), bob.push()]);
    }
    await synced(alice, bob);
    const states = (each: TestDesk) => ids.map((id) => each.row('callbacks', id)?.state);
    expect(states(alice)).toEqual(states(bob));
    const outcomes = [...alice.results.slice(-8), ...bob.results.slice(-8)].map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(8);
  });

  it('is taken once although the answer to the push was lost', async () => {
    const [alice, bob] = [await desk('alice'), await desk('bob')];
    const ticketId = alice.newTicket(teams.red);
    const id = promise(alice, { ticketId });
    await alice.tryPush();
    await synced(alice, bob);
    const told = [...bob.rows.values()].filter((row) => 'callbackId' in row && row['callbackId'] === id);
    expect(told).toHaveLength(1);
  });
});

describe('what the law asks of it', () => {
  it('a person who is erased cannot be read from it any more', async () => {
    const alice = await desk('alice');
    const contactId = newId();
    const who = { name: 'Yann', organisation: null, town: null, email: null, customerNumber: null };
    alice.mutate('contact.create@1', { id: contactId, ...who, numbers: ['+33261910012'] });
    const id = promise(alice, { contactId, about: 'Le code de Yann' });
    await synced(alice);
    expect((await eraseContact(server.db, contactId, true)).callbacks).toBeGreaterThan(0);
    await synced(alice);
    expect(alice.row('callbacks', id)).toMatchObject({ number: null, about: '[effacé / erased]', state: 'open' });
    // It can still be ended.
    const ended = alice.mutate('callback.close@1', end(id, 'missed'));
    await synced(alice);
    expect(alice.resultOf(ended)).toMatchObject({ outcome: 'applied' });
  });

  it('is deleted after its time, when it has ended', async () => {
    const alice = await desk('alice');
    const [ended, open] = [promise(alice), promise(alice)];
    alice.mutate('callback.close@1', end(ended, 'kept'));
    await synced(alice);
    const before = new Date(Date.now() + 60_000);
    const deleted = await deleteOld(server.db, { before, dryRun: false });
    expect(deleted.callbacks).toBeGreaterThan(0);
    await synced(alice);
    expect(alice.row('callbacks', ended)).toBeUndefined();
    expect(alice.row('callbacks', open)).toBeDefined();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { removeAgent } from '../../server/directory/directory.ts';
import { TestDesk } from './support/desk.ts';
import { hear, pokesOf } from './support/events.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { until } from './support/until.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

const desk = (login: string): Promise<TestDesk> => TestDesk.signIn(server.url, login);

function write(by: TestDesk, teamId: Id | null) {
  const id = newId();
  const words = { title: 'Accueil', text: 'Bonjour {client}', abbreviation: 'bonjour' };
  return { id, mutation: by.mutate('text.add@1', { id, teamId, ...words }) };
}

async function synced(...desks: TestDesk[]): Promise<void> {
  for (const each of desks) {
    if (each.outbox.length > 0) await each.push();
    await each.pull();
  }
}

describe('canned texts', () => {
  it('of an agent are at each of their desks, and at nobody else’s, not even a supervisor’s', async () => {
    const [alice, elsewhere, bob, erin] = [
      await desk('alice'),
      await desk('alice'),
      await desk('bob'),
      await desk('erin'),
    ];
    const { id, mutation } = write(alice, null);
    await synced(alice, elsewhere, bob, erin);
    expect(alice.resultOf(mutation)).toMatchObject({ outcome: 'applied' });
    expect(elsewhere.row('texts', id)).toMatchObject({ scope: agents.alice.id });
    expect([bob.row('texts', id), erin.row('texts', id)]).toEqual([undefined, undefined]);
  });

  it('of a team are its agents’ to read', async () => {
    const [erin, bob, carol] = [await desk('erin'), await desk('bob'), await desk('carol')];
    const { id } = write(erin, teams.red);
    await synced(erin, bob, carol);
    expect(bob.row('texts', id)).toMatchObject({ scope: teams.red });
    expect(carol.row('texts', id)).toBeUndefined();
  });

  it('are the only rows that may be an agent’s own', async () => {
    const erin = await desk('erin');
    const ticketId = newId();
    const levels = { impact: 3, urgency: 3, callId: null } as const;
    const nobody = { contactId: null, callerNumber: null, assigneeId: null };
    const ids = [agents.erin.id, agents.alice.id].map((teamId) =>
      erin.mutate('ticket.create@1', { id: ticketId, teamId, subject: 'x', ...levels, ...nobody, tags: [] }),
    );
    await synced(erin);
    for (const id of ids) expect(erin.resultOf(id)).toMatchObject({ outcome: 'rejected' });
  });

  it('of an agent poke their other desks', async () => {
    const [alice, elsewhere] = [await desk('alice'), await desk('alice')];
    const connection = await hear(server.url, elsewhere.token);
    write(alice, null);
    await synced(alice);
    await until('a poke', () => pokesOf(connection) > 0);
    connection.socket.terminate();
  });

  it('go with the agent who is removed', async () => {
    const carol = await desk('carol');
    const { id } = write(carol, null);
    await synced(carol);
    const there = () => server.db.selectFrom('texts').select('id').where('id', '=', id).execute();
    expect(await there()).toHaveLength(1);
    await server.db.transaction().execute(async (trx) => await removeAgent(trx, agents.carol.id));
    expect(await there()).toHaveLength(0);
  });
});

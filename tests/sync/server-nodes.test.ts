import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import { createTestDatabase, runSql, type TestDatabase } from './support/database.ts';
import { request, signIn, TestDesk } from './support/desk.ts';
import { hear, pokesOf, type EventsConnection } from './support/events.ts';
import { fillOrganisation, teams } from './support/organisation.ts';
import { ServerProcess } from './support/server-process.ts';
import { startTestServer } from './support/server.ts';
import { until } from './support/until.ts';

describe('three nodes on one PostgreSQL', () => {
  let database: TestDatabase;
  const processes: ServerProcess[] = [];
  const urls: string[] = [];
  const connections: EventsConnection[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const db = await connect(database.url, { connections: 2 });
    await migrate(db);
    await fillOrganisation(db);
    await db.destroy();
    for (let count = 0; count < 3; count += 1) {
      const environment = { DATABASE_URL: database.url, CASQUE_SECRET_KEY: 'd'.repeat(64) };
      processes.push(new ServerProcess(['serve', '--port', '0'], environment));
    }
    for (const process of processes) urls.push(await process.listening());
  });
  afterAll(async () => {
    for (const { socket } of connections) socket.terminate();
    for (const process of processes) await process.kill('SIGTERM');
    await database.drop();
  });

  async function bobAt(node: number): Promise<EventsConnection> {
    const { token } = await TestDesk.signIn(urls[0]!, 'bob');
    const connection = await hear(urls[node]!, token);
    connections.push(connection);
    return connection;
  }

  async function aliceWritesAt(node: number): Promise<void> {
    const { token, agentId } = await TestDesk.signIn(urls[0]!, 'alice');
    const desk = new TestDesk(urls[node]!, { token, agent: { id: agentId } });
    desk.newTicket(teams.red);
    await desk.push();
  }

  it('a change at one is told on the two others', async () => {
    const [second, third] = [await bobAt(1), await bobAt(2)];
    await aliceWritesAt(0);
    await until('pokes at both', () => pokesOf(second) > 0 && pokesOf(third) > 0);
  });

  it('a session that ends at one ends at all', async () => {
    const session = await signIn(urls[0]!, 'carol');
    const atThird = await hear(urls[2]!, session.token);
    for (const url of urls)
      expect((await request(url, 'GET', '/v1/session', { token: session.token })).status).toBe(200);
    expect((await request(urls[1]!, 'DELETE', '/v1/session', { token: session.token })).status).toBe(204);
    for (const url of urls)
      expect((await request(url, 'GET', '/v1/session', { token: session.token })).status).toBe(401);
    expect(await atThird.closed).toBe(4001);
  });

  it('poke everybody once they hear each other again', async () => {
    const [second, third] = [await bobAt(1), await bobAt(2)];
    const ended = await runSql(
      database.url,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'casque-server news' and datname = current_database()`,
    );
    expect(ended).toHaveLength(3);
    await aliceWritesAt(0);
    await until('pokes at both', () => pokesOf(second) > 0 && pokesOf(third) > 0);
    const before = pokesOf(third);
    await until('all three listen again', async () => {
      const listening = await runSql(
        database.url,
        `select 1 from pg_stat_activity where application_name = 'casque-server news' and datname = current_database()`,
      );
      return listening.length === 3;
    });
    await aliceWritesAt(1);
    await until('a poke of the change', () => pokesOf(third) > before);
  });

  it('go on when one is killed, and its desks find everything at another', async () => {
    const [second, third] = [await bobAt(1), await bobAt(2)];
    const { token, agentId } = await TestDesk.signIn(urls[0]!, 'bob');
    const desk = new TestDesk(urls[1]!, { token, agent: { id: agentId } });
    await desk.pull();
    await processes[1]!.kill('SIGKILL');
    await second.closed;
    await aliceWritesAt(0);
    await until('a poke at the third', () => pokesOf(third) > 0);
    const elsewhere = new TestDesk(urls[2]!, { token, agent: { id: agentId } }, desk.clientId);
    elsewhere.cursor = desk.cursor;
    const page = await elsewhere.pullPage();
    expect(page.resetScopes).toEqual([]);
    expect(page.changes.filter((change) => change.table === 'tickets')).toHaveLength(1);
  });
});

it('news of an ended session that got lost is made up for by the next heartbeat', async () => {
  const server = await startTestServer({ events: { heartbeat: 100 } });
  const session = await signIn(server.url, 'alice');
  const connection = await hear(server.url, session.token);
  await runSql(server.databaseUrl, 'update sessions set revoked_at = now()');
  expect(await connection.closed).toBe(4001);
  expect(connection.messages.at(-1)).toEqual({ type: 'ended' });
  await server.stop();
});

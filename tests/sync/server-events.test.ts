import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { newId, type Id } from '../../domain/ids.ts';
import { EventsMessage } from '../../domain/wire/sync.ts';
import { changeAgent } from '../../server/directory/directory.ts';
import { announce } from '../../server/events/news.ts';
import { organisationScope } from '../../domain/row.ts';
import { runSql } from './support/database.ts';
import { request, signIn, TestDesk } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { until } from './support/until.ts';

let server: TestServer;
const opened: WebSocket[] = [];
beforeAll(async () => {
  server = await startTestServer({ events: { helloDeadline: 300, heartbeat: 200 } });
});
afterAll(async () => {
  for (const socket of opened) socket.terminate();
  await server.stop();
});

type Connection = {
  readonly socket: WebSocket;
  readonly messages: EventsMessage['type'][];
  readonly closed: Promise<number>;
};

function open(url: string, options: WebSocket.ClientOptions = {}): Connection {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/events`, options);
  opened.push(socket);
  const messages: EventsMessage['type'][] = [];
  socket.on('message', (data: Buffer) => messages.push(EventsMessage.parse(JSON.parse(data.toString('utf8'))).type));
  const closed = new Promise<number>((done) => socket.on('close', done));
  socket.on('error', () => undefined);
  return { socket, messages, closed };
}

async function listen(url: string, token: string, clientId: Id = newId()): Promise<Connection> {
  const connection = open(url);
  await once(connection.socket, 'open');
  connection.socket.send(JSON.stringify({ type: 'hello', token, clientId }));
  await until('ready', () => connection.messages.includes('ready'));
  return connection;
}

const pokes = (connection: Connection) => connection.messages.filter((type) => type === 'poke').length;

describe('a poke', () => {
  it('reaches a colleague of the team and nobody else', async () => {
    const [alice, bob, carol] = await Promise.all(
      ['alice', 'bob', 'carol'].map(async (login) => await TestDesk.signIn(server.url, login)),
    );
    const [atBob, atCarol] = [await listen(server.url, bob!.token), await listen(server.url, carol!.token)];
    alice!.newTicket(teams.red);
    await alice!.push();
    await until('poke at bob', () => pokes(atBob) > 0);
    // A later poke of carol's own team comes after anything that was wrongly sent before.
    carol!.newTicket(teams.blue);
    await carol!.push();
    await until('poke at carol', () => pokes(atCarol) > 0);
    expect(pokes(atCarol)).toBe(1);
  });

  it('reaches the client itself when its mutation was refused, since it has a result to fetch', async () => {
    const alice = await TestDesk.signIn(server.url, 'alice');
    const connection = await listen(server.url, alice.token, alice.clientId);
    alice.enqueue('ticket.explode@9', {});
    await alice.push();
    await until('poke', () => pokes(connection) === 1);
  });

  it('crosses from one node to another', async () => {
    const node = await server.startNode();
    const bob = await TestDesk.signIn(server.url, 'bob');
    const atBob = await listen(node.url, bob.token);
    const alice = await TestDesk.signIn(server.url, 'alice');
    alice.newTicket(teams.red);
    await alice.push();
    await until('poke at the other node', () => pokes(atBob) > 0);
    await node.stop();
    expect(await atBob.closed).toBe(1001);
  });

  it('comes to everybody after the nodes could not hear each other', async () => {
    const bob = await TestDesk.signIn(server.url, 'bob');
    const atBob = await listen(server.url, bob.token);
    const ended = await runSql(
      server.databaseUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'casque-server news' and datname = current_database()`,
    );
    expect(ended.length).toBeGreaterThan(0);
    await until('poke after the reconnection', () => pokes(atBob) > 0);
  });

  it('follows an agent into a new team', async () => {
    const erin = await TestDesk.signIn(server.url, 'erin');
    const atErin = await listen(server.url, erin.token);
    await server.db.transaction().execute(async (trx) => {
      await changeAgent(trx, (agent) => ({ ...agent, teamIds: [teams.red, teams.blue] }), agents.erin.id);
    });
    await announce(server.db, { kind: 'changed', scopes: [organisationScope] });
    await until('poke for the change itself', () => pokes(atErin) > 0);
    const carol = await TestDesk.signIn(server.url, 'carol');
    await until('poke for the new team', async () => {
      const before = pokes(atErin);
      carol.newTicket(teams.blue);
      await carol.push();
      return pokes(atErin) > before;
    });
  });
});

describe('a connection', () => {
  it.each([
    ['is revoked here', false],
    ['is revoked on another node', true],
  ])('is told and closed when its session %s', async (_, elsewhere) => {
    const node = elsewhere ? await server.startNode() : server;
    const session = await signIn(server.url, 'alice');
    const connection = await listen(server.url, session.token);
    await request(node.url, 'DELETE', '/v1/session', { token: session.token });
    expect(await connection.closed).toBe(4001);
    expect(connection.messages.at(-1)).toBe('ended');
  });

  it('is told and closed when its session’s time is over', async () => {
    const session = await signIn(server.url, 'alice');
    await runSql(
      server.databaseUrl,
      `update sessions set expires_at = now() + interval '1 second' where id = (select id from sessions order by created_at desc limit 1)`,
    );
    const connection = await listen(server.url, session.token);
    expect(await connection.closed).toBe(4001);
    expect(connection.messages.at(-1)).toBe('ended');
  });

  it('with a token that is none is told that the session ended', async () => {
    const connection = open(server.url);
    await once(connection.socket, 'open');
    connection.socket.send(JSON.stringify({ type: 'hello', token: 'x'.repeat(43), clientId: newId() }));
    expect(await connection.closed).toBe(4001);
    expect(connection.messages).toEqual(['ended']);
  });

  it.each([
    ['says nothing', undefined],
    ['says something else', '{"type":"bonjour"}'],
    ['sends no JSON', '{'],
  ])('that %s is closed', async (_, message) => {
    const connection = open(server.url);
    await once(connection.socket, 'open');
    if (message !== undefined) connection.socket.send(message);
    expect(await connection.closed).toBe(4003);
  });

  it('of a page of another origin is refused', async () => {
    const connection = open(server.url, { origin: 'https://evil.example' });
    const [, response] = (await once(connection.socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(403);
    const desk = open(server.url, { origin: 'app://desk' });
    await once(desk.socket, 'open');
  });

  it('that does not answer pings is let go', async () => {
    const { token } = await TestDesk.signIn(server.url, 'bob');
    const deaf = open(server.url, { autoPong: false });
    await once(deaf.socket, 'open');
    deaf.socket.send(JSON.stringify({ type: 'hello', token, clientId: newId() }));
    expect(await deaf.closed).toBe(1006);
  });
});

import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { newId, type Id } from '../../domain/ids.ts';
import { EventsMessage, type Change } from '../../domain/wire/sync.ts';
import { changeAgent } from '../../server/directory/directory.ts';
import { announce, NewsChannel } from '../../server/events/news.ts';
import { Hub } from '../../server/events/hub.ts';
import type { PushDelta } from '../../server/sync/delta.ts';
import { organisationScope } from '../../domain/row.ts';
import { runSql } from './support/database.ts';
import { request, signIn, TestDesk } from './support/desk.ts';
import { hear, pokesOf, type EventsConnection } from './support/events.ts';
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

describe('the news of a poke', () => {
  const deltas = ({ messages }: EventsConnection) =>
    messages.flatMap((message) => (message.type === 'poke' && message.delta !== undefined ? [message.delta] : []));

  it('are what a pull gives for the same versions, to each who may read them and not to who pushed', async () => {
    const [alice, bob, carol] = await Promise.all(
      ['alice', 'bob', 'carol'].map(async (login) => await TestDesk.signIn(server.url, login)),
    );
    await bob!.pull();
    const [atAlice, atBob, atCarol] = await Promise.all([
      hear(server.url, alice!.token, alice!.clientId),
      hear(server.url, bob!.token),
      hear(server.url, carol!.token),
    ]);
    const ticketId = alice!.newTicket(teams.red);
    alice!.mutate('note.add@1', { id: newId(), ticketId, text: 'Le voyant est rouge : « là ».' });
    await alice!.push();
    await until('news at bob', () => deltas(atBob).length > 0);
    await until('a poke at alice', () => pokesOf(atAlice) > 0);
    expect(deltas(atAlice)).toEqual([]);
    expect(deltas(atCarol)).toEqual([]);

    const [delta] = deltas(atBob);
    const before = bob!.cursor!;
    const { changes, cursor } = await bob!.pullPage();
    expect(delta!.epoch).toBe(before.epoch);
    for (const [scope, { after, upTo }] of Object.entries(delta!.scopes)) {
      expect([before.scopes[scope], cursor.scopes[scope]]).toEqual([after, upTo]);
    }
    const sorted = (list: readonly Change[]) =>
      [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    expect(sorted(delta!.changes)).toEqual(sorted(changes));
    expect(delta!.changes.length).toBeGreaterThan(1);
  });

  it('are left out when they are many', async () => {
    const [alice, bob] = await Promise.all(
      ['alice', 'bob'].map(async (login) => await TestDesk.signIn(server.url, login)),
    );
    const atBob = await hear(server.url, bob!.token);
    const ticketId = alice!.newTicket(teams.red);
    for (let note = 0; note < 5; note++) alice!.mutate('note.add@1', { id: newId(), ticketId, text: 'é'.repeat(9000) });
    await alice!.push();
    await until('a poke at bob', () => pokesOf(atBob) > 0);
    expect(deltas(atBob)).toEqual([]);
  });

  it('are left out by a node that does not hear the others, for rights may have ended there', () => {
    const heard: unknown[] = [];
    const onNews = (_item: unknown, _from: Id, delta?: PushDelta) => heard.push(delta);
    const log = { warn: () => undefined } as never;
    const channel = new NewsChannel({ db: server.db, databaseUrl: '', log, onNews, onMissed: () => undefined });
    channel.publish({ kind: 'changed', scopes: [] }, { epoch: newId(), spans: new Map(), writes: [] });
    expect(heard).toEqual([undefined]);
  });

  it('are left out for a desk that has not taken those before, and not for others', () => {
    const hub = new Hub();
    const scope = newId();
    const desks = [0, 300_000].map((bufferedAmount) => {
      const sent: string[] = [];
      const socket = { readyState: 1, OPEN: 1, bufferedAmount, send: (text: string) => sent.push(text) };
      const ids = { agentId: newId(), sessionId: newId(), clientId: newId() };
      hub.add({
        ...{ socket: socket as unknown as WebSocket, ...ids },
        ...{ expiresAt: new Date(8e15), scopes: new Set([scope]) },
      });
      return sent;
    });
    const row = { id: newId(), scope, name: 'N1', level: 1 };
    const writes = [{ table: 'teams', row, scopeBefore: undefined }] as const;
    const spans = new Map([[scope, { after: 4, upTo: 5 }]]);
    hub.receive({ kind: 'changed', scopes: [scope] }, { epoch: newId(), spans, writes });
    const [quick, slow] = desks.map((sent) => sent.map((text) => EventsMessage.parse(JSON.parse(text))));
    expect(quick).toMatchObject([{ type: 'poke', delta: { scopes: { [scope]: { after: 4, upTo: 5 } } } }]);
    expect(slow).toEqual([{ type: 'poke' }]);
  });

  it('are left out while it is looked up who may read what', () => {
    const hub = new Hub();
    const sent: string[] = [];
    const socket = { readyState: 1, OPEN: 1, send: (text: string) => sent.push(text) } as unknown as WebSocket;
    const [agentId, sessionId, clientId, scope] = [newId(), newId(), newId(), newId()];
    hub.add({ socket, agentId, sessionId, clientId, expiresAt: new Date(8e15), scopes: new Set([scope]) });
    const write = {
      table: 'teams',
      row: { id: newId(), scope, name: 'N1', level: 1 },
      scopeBefore: undefined,
    } as const;
    const delta = { epoch: newId(), spans: new Map([[scope, { after: 4, upTo: 5 }]]), writes: [write] };
    const never = hub.doubt();
    const certain = hub.doubt();
    hub.receive({ kind: 'changed', scopes: [scope] }, delta);
    certain();
    hub.receive({ kind: 'changed', scopes: [scope] }, delta);
    // What was asked before may still be answered.
    never();
    expect(sent.map((text) => EventsMessage.parse(JSON.parse(text)))).toEqual([
      { type: 'poke' },
      { type: 'poke', delta: expect.objectContaining({ scopes: { [scope]: { after: 4, upTo: 5 } } }) as unknown },
    ]);
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

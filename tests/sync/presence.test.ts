/** How available agents are, told by their desks and shown to the others: two nodes on one PostgreSQL. */
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { AgentPresence, AgentState } from '../../domain/agent/presence.ts';
import { newId, type Id } from '../../domain/ids.ts';
import { EventsMessage } from '../../domain/wire/sync.ts';
import { runSql } from './support/database.ts';
import { TestDesk } from './support/desk.ts';
import { agents, type AgentName } from './support/organisation.ts';
import { startTestServer, type TestNode, type TestServer } from './support/server.ts';
import { until } from './support/until.ts';

let server: TestServer;
let other: TestNode;
const open = new Set<WebSocket>();

beforeAll(async () => {
  server = await startTestServer({ presenceBeat: 300 });
  other = await server.startNode();
});
afterAll(async () => await server.stop());
afterEach(async () => {
  const closed = [...open].map(async (socket) => {
    if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close');
  });
  for (const socket of open) socket.close();
  await Promise.all(closed);
  open.clear();
});

/** A desk as far as presence goes. */
class Desk {
  readonly socket: WebSocket;
  readonly seen = new Map<Id, AgentPresence | null>();
  full = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      const message = EventsMessage.parse(JSON.parse(data.toString('utf8')));
      if (message.type !== 'presence') return;
      if (message.full) {
        this.full += 1;
        this.seen.clear();
      }
      for (const { agentId, presence } of message.agents) this.seen.set(agentId, presence);
    });
  }

  static async connect(node: Pick<TestNode, 'url'>, login: AgentName): Promise<Desk> {
    const { token } = await TestDesk.signIn(node.url, login);
    const socket = new WebSocket(`${node.url.replace('http:', 'ws:')}/v1/events`);
    open.add(socket);
    const desk = new Desk(socket);
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'hello', token, clientId: newId() }));
    await until('the whole presence', () => desk.full === 1);
    return desk;
  }

  says(state: AgentState, reason: string | null = null): void {
    const presence = { state, since: '2026-03-12T10:00:00.000Z', reason, until: null };
    this.socket.send(JSON.stringify({ type: 'presence', presence }));
  }

  async sees(name: AgentName, state: AgentState | null): Promise<AgentPresence | null> {
    await until(`${name} to be ${state}`, () => (this.seen.get(agents[name].id)?.state ?? null) === state);
    return this.seen.get(agents[name].id) ?? null;
  }
}

describe('presence', () => {
  it('reaches colleagues on this node and on another, and ends with the connection', async () => {
    const [alice, bob] = [await Desk.connect(server, 'alice'), await Desk.connect(server, 'bob')];
    const dave = await Desk.connect(other, 'dave');
    alice.says('available');
    await Promise.all([bob, dave].map((desk) => desk.sees('alice', 'available')));
    alice.says('onCall');
    await Promise.all([bob, dave].map((desk) => desk.sees('alice', 'onCall')));
    alice.socket.terminate();
    await Promise.all([bob, dave].map((desk) => desk.sees('alice', null)));
  });

  it('of everybody is known to a desk that comes later, and to a node that starts later', async () => {
    const alice = await Desk.connect(server, 'alice');
    const bob = await Desk.connect(server, 'bob');
    alice.says('paused', 'lunch');
    await bob.sees('alice', 'paused');
    expect(await (await Desk.connect(server, 'dave')).sees('alice', 'paused')).toMatchObject({ reason: 'lunch' });
    const later = await server.startNode();
    await (await Desk.connect(later, 'erin')).sees('alice', 'paused');
    await later.stop();
  });

  it('says why somebody is away only to those who share a team', async () => {
    const [alice, dave, carol] = [
      await Desk.connect(server, 'alice'),
      await Desk.connect(other, 'dave'),
      await Desk.connect(other, 'carol'),
    ];
    alice.says('paused', 'lunch');
    expect(await dave.sees('alice', 'paused')).toMatchObject({ reason: 'lunch' });
    expect(await carol.sees('alice', 'paused')).toMatchObject({ reason: null });
  });

  it('of an agent with two desks is that of the desk that says more', async () => {
    const bob = await Desk.connect(server, 'bob');
    const [first, second] = [await Desk.connect(server, 'alice'), await Desk.connect(other, 'alice')];
    first.says('available');
    await bob.sees('alice', 'available');
    second.says('onCall');
    await bob.sees('alice', 'onCall');
    second.socket.terminate();
    await bob.sees('alice', 'available');
  });

  it('that is none of ours is passed over, and the connection goes on', async () => {
    const [alice, bob] = [await Desk.connect(server, 'alice'), await Desk.connect(server, 'bob')];
    for (const message of ['{', '{"type":"presence","presence":{"state":"asleep"}}', '{"type":"song"}', '[]']) {
      alice.socket.send(message);
    }
    alice.says('available');
    await bob.sees('alice', 'available');
  });

  it('of a node that stops is gone with it', async () => {
    const node = await server.startNode();
    const bob = await Desk.connect(server, 'bob');
    const alice = await Desk.connect(node, 'alice');
    alice.says('available');
    await bob.sees('alice', 'available');
    await node.stop();
    await bob.sees('alice', null);
  });

  it('of a node that died without a word is gone when it gives no sign of life', async () => {
    const bob = await Desk.connect(server, 'bob');
    const presence = { state: 'available', since: '2026-03-12T10:00:00.000Z', reason: null, until: null };
    const item = { kind: 'presence', agents: [{ agentId: agents.carol.id, teamIds: [], presence }] };
    await notify(newId(), item);
    await bob.sees('carol', 'available');
    await bob.sees('carol', null);
  });

  it('is whole again after the nodes could not hear each other', async () => {
    const [alice, dave] = [await Desk.connect(server, 'alice'), await Desk.connect(other, 'dave')];
    alice.says('available');
    await dave.sees('alice', 'available');
    await runSql(
      server.databaseUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'casque-server news' and datname = current_database()`,
    );
    alice.says('doNotDisturb');
    await dave.sees('alice', 'doNotDisturb');
  });
});

async function notify(from: Id, item: unknown): Promise<void> {
  const payload = JSON.stringify({ from, item }).replaceAll("'", "''");
  await runSql(server.databaseUrl, `select pg_notify('casque_news', '${payload}')`);
}

/** Who is on a ticket, told by their desks and shown to those who are on it too and may read it: three nodes on one PostgreSQL. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { changeAgent } from '../../server/directory/directory.ts';
import { announce } from '../../server/events/news.ts';
import { organisationScope } from '../../domain/row.ts';
import { runSql } from './support/database.ts';
import { request, signIn, TestDesk } from './support/desk.ts';
import { agents, teams, type AgentName } from './support/organisation.ts';
import { startTestServer, type TestNode, type TestServer } from './support/server.ts';
import { lookedUp, TicketDesk } from './support/ticket-desk.ts';
import { until } from './support/until.ts';

let server: TestServer;
let nodes: readonly TestNode[];
const desks: TicketDesk[] = [];
const { alice, bob, dave } = { alice: agents.alice.id, bob: agents.bob.id, dave: agents.dave.id };

beforeAll(async () => {
  server = await startTestServer({ presenceBeat: 300 });
  nodes = [server, await server.startNode(), await server.startNode()];
});
afterAll(async () => await server.stop());
afterEach(async () => {
  await Promise.all(desks.splice(0).map(async (desk) => await desk.close()));
});

async function deskOf(login: AgentName, node: Pick<TestNode, 'url'> = server): Promise<TicketDesk> {
  const { token } = await TestDesk.signIn(node.url, login);
  const desk = await TicketDesk.connect(node.url, token);
  desks.push(desk);
  return desk;
}

async function ticketIn(teamId: Id): Promise<Id> {
  const desk = await TestDesk.signIn(server.url, 'dave');
  const id = desk.newTicket(teamId);
  await desk.push();
  return id;
}

async function handOver(id: Id, from: Id, to: Id): Promise<void> {
  const desk = await TestDesk.signIn(server.url, 'dave');
  desk.mutate('ticket.handOver@1', { id, from, teamId: to, reason: 'Leur affaire', entryId: newId(), follow: false });
  await desk.push();
}

describe('who is on a ticket', () => {
  it('is told to all who are on it, at three nodes, and who leaves or writes', async () => {
    const ticket = await ticketIn(teams.red);
    const [one, two, three] = [await deskOf('alice'), await deskOf('bob', nodes[1]), await deskOf('dave', nodes[2])];
    one.opens(ticket);
    await one.sees();
    two.opens(ticket);
    await Promise.all([one.sees(bob), two.sees(alice)]);
    three.opens(ticket, true);
    await Promise.all([one.sees(bob, `${dave}*`), two.sees(alice, `${dave}*`), three.sees(alice, bob)]);
    three.opens(ticket);
    await Promise.all([one.sees(bob, dave), two.sees(alice, dave)]);
    two.opens(await ticketIn(teams.red));
    await Promise.all([one.sees(dave), three.sees(alice), two.sees()]);
    one.opens(null);
    await three.sees();
  });

  it('is nobody’s affair who is on another one', async () => {
    const [ticket, other] = [await ticketIn(teams.red), await ticketIn(teams.red)];
    const [one, two] = [await deskOf('alice'), await deskOf('bob')];
    one.opens(ticket);
    await one.sees();
    two.opens(other);
    await two.sees();
    two.opens(ticket);
    await one.sees(bob);
    expect(one.toldOf(other)).toEqual([]);
  });

  it('is an agent with several desks once, as long as one of them has it open, and writing if they write at one', async () => {
    const ticket = await ticketIn(teams.red);
    const watching = await deskOf('bob', nodes[2]);
    watching.opens(ticket);
    const [here, there] = [await deskOf('alice', nodes[0]), await deskOf('alice', nodes[1])];
    here.opens(ticket, true);
    await watching.sees(`${alice}*`);
    there.opens(ticket);
    // Nobody is told of themselves.
    await there.sees(bob);
    here.opens(ticket);
    await watching.sees(alice);
    here.opens(null);
    there.opens(ticket, true);
    await watching.sees(`${alice}*`);
    there.connection.socket.terminate();
    await watching.sees();
  });

  it('is told to a second desk of an agent who is on it already', async () => {
    const ticket = await ticketIn(teams.red);
    const [first, second, other] = [await deskOf('alice'), await deskOf('alice'), await deskOf('bob')];
    other.opens(ticket);
    first.opens(ticket);
    await first.sees(bob);
    second.opens(ticket);
    await second.sees(bob);
  });

  it('is known to a node that starts later', async () => {
    const ticket = await ticketIn(teams.red);
    const first = await deskOf('alice');
    first.opens(ticket);
    await first.sees();
    const later = await server.startNode();
    const second = await deskOf('bob', later);
    second.opens(ticket);
    await second.sees(alice);
    await later.stop();
    await first.sees();
  });

  it('is over when the session is revoked, though its desk does not close its side', async () => {
    const ticket = await ticketIn(teams.red);
    const watching = await deskOf('bob', nodes[1]);
    watching.opens(ticket);
    const session = await signIn(server.url, 'alice');
    const desk = await TicketDesk.connect(server.url, session.token);
    desks.push(desk);
    desk.opens(ticket);
    await watching.sees(alice);
    // It hears nothing any more, and so answers no close.
    desk.connection.socket.pause();
    await request(nodes[2]!.url, 'DELETE', '/v1/session', { token: session.token });
    await watching.sees();
    // What it says now is said by nobody.
    desk.opens(ticket, true);
    const guest = await deskOf('dave');
    guest.opens(ticket);
    await watching.sees(dave);
    desk.connection.socket.resume();
    expect(await desk.connection.closed).toBe(4001);
    expect(JSON.stringify(watching.toldOf(ticket))).not.toContain('true');
  });

  it('is over when a node died without a word', async () => {
    const ticket = await ticketIn(teams.red);
    const watching = await deskOf('bob');
    watching.opens(ticket);
    await watching.sees();
    await notify(newId(), [
      { agentId: alice, teamIds: [], presence: null, tickets: [{ ticketId: ticket, writing: true }] },
    ]);
    await watching.sees(`${alice}*`);
    await watching.sees();
  });

  it('is told of a ticket once it has come to the server', async () => {
    const author = await TestDesk.signIn(nodes[1]!.url, 'alice');
    const ticket = author.newTicket(teams.red);
    const [one, two] = [await deskOf('alice', nodes[0]), await deskOf('bob', nodes[2])];
    one.opens(ticket);
    two.opens(ticket);
    const elsewhere = await ticketIn(teams.red);
    await lookedUp(one, await deskOf('alice', nodes[0]), await deskOf('bob', nodes[0]), elsewhere);
    await lookedUp(two, await deskOf('alice', nodes[2]), await deskOf('dave', nodes[2]), await ticketIn(teams.red));
    await author.push();
    await Promise.all([one.sees(bob), two.sees(alice)]);
  });

  it('is as before between a desk and a server that do not know it', async () => {
    const watching = await deskOf('bob');
    const ticket = await ticketIn(teams.red);
    watching.opens(ticket);
    await watching.sees();
    // As an older node says it.
    await notify(newId(), [{ agentId: alice, teamIds: [], presence: null }]);
    const other = await deskOf('alice');
    other.connection.socket.send('{"type":"ticket-presence","ticket":{"ticketId":"4"}}');
    other.connection.socket.send('{"type":"song"}');
    other.opens(ticket);
    await watching.sees(alice);
  });
});

describe('a ticket that is handed over', () => {
  it('is left by those who may read it no more, and by nobody else', async () => {
    const ticket = await ticketIn(teams.red);
    const [one, two, both] = [await deskOf('alice'), await deskOf('bob', nodes[1]), await deskOf('dave', nodes[2])];
    for (const desk of [one, two, both]) desk.opens(ticket);
    await Promise.all([one.sees(bob, dave), two.sees(alice, dave), both.sees(alice, bob)]);
    await handOver(ticket, teams.red, teams.blue);
    await Promise.all([one.sees(), two.sees(), both.sees()]);
    const told = [one, two].map((desk) => desk.toldOf(ticket).length);
    const their = await deskOf('carol', nodes[0]);
    their.opens(ticket);
    await Promise.all([both.sees(agents.carol.id), their.sees(dave)]);
    await lookedUp(two, await deskOf('bob', nodes[1]), await deskOf('dave', nodes[1]), await ticketIn(teams.red));
    expect([one, two].map((desk) => desk.toldOf(ticket).length)).toEqual(told);
    await handOver(ticket, teams.blue, teams.red);
    await Promise.all([one.sees(bob, dave), two.sees(alice, dave), both.sees(alice, bob), their.sees()]);
  });

  it('is left by an agent who has left the team, at once and on every node', async () => {
    const ticket = await ticketIn(teams.blue);
    const [leaving, staying] = [await deskOf('dave', nodes[1]), await deskOf('carol', nodes[2])];
    leaving.opens(ticket);
    staying.opens(ticket);
    await staying.sees(dave);
    const move = async (teamIds: readonly Id[]) => {
      await server.db.transaction().execute(async (trx) => {
        await changeAgent(trx, (agent) => ({ ...agent, teamIds: [...teamIds] }), dave);
      });
      await announce(server.db, { kind: 'changed', scopes: [organisationScope] });
    };
    try {
      await move([teams.red]);
      await Promise.all([staying.sees(), leaving.sees()]);
    } finally {
      await move([teams.red, teams.blue]);
    }
    await Promise.all([staying.sees(dave), leaving.sees(agents.carol.id)]);
  });
});

describe('a ticket that went elsewhere without a word', () => {
  it('is left at the next heartbeat', async () => {
    const own = await startTestServer({ events: { heartbeat: 1000 } });
    try {
      const author = await TestDesk.signIn(own.url, 'alice');
      const id = author.newTicket(teams.red);
      await author.push();
      const [one, two] = await Promise.all((['alice', 'bob'] as const).map(async (login) => await deskOf(login, own)));
      one!.opens(id);
      two!.opens(id);
      await Promise.all([one!.sees(bob), two!.sees(alice)]);
      await runSql(own.databaseUrl, `update tickets set scope = '${teams.blue}' where id = '${id}'`);
      await Promise.all([one!.sees(), two!.sees()]);
    } finally {
      await own.stop();
    }
  });
});

describe('a desk that floods', () => {
  it('is told to come again, is no longer on its ticket, and others hear little of it', async () => {
    const ticket = await ticketIn(teams.red);
    const watching = await deskOf('bob', nodes[1]);
    watching.opens(ticket);
    await watching.sees();
    const session = await signIn(server.url, 'alice');
    const flood = await TicketDesk.connect(server.url, session.token);
    desks.push(flood);
    flood.opens(ticket);
    await watching.sees(alice);
    const before = watching.toldOf(ticket).length;
    for (let at = 0; at < 5000; at++) flood.opens(ticket, at % 2 === 0);
    expect(await flood.connection.closed).toBe(4008);
    await watching.sees();
    expect(watching.toldOf(ticket).length - before).toBeLessThan(10);
    await until('a line in the log', () => server.log.some((line) => line.includes('a desk says too much')));
  });
});

async function notify(from: Id, said: readonly object[]): Promise<void> {
  const payload = JSON.stringify({ from, item: { kind: 'presence', agents: said } });
  await runSql(server.databaseUrl, `select pg_notify('casque_news', '${payload}')`);
}

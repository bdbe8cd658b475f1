import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';
import { TestDesk } from './support/desk.ts';
import { agents, teams, type AgentName } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
let theirTicket: Id;

beforeAll(async () => {
  server = await startTestServer();
  const carol = await TestDesk.signIn(server.url, 'carol');
  theirTicket = carol.newTicket(teams.blue);
  await carol.push();
});
afterAll(async () => await server.stop());

function ticket(teamId: Id) {
  const levels = { impact: 3, urgency: 3 } as const;
  const nobody = { contactId: null, callerNumber: null, assigneeId: null };
  return { id: newId(), teamId, subject: 'x', ...levels, ...nobody, tags: [], callId: null };
}

describe('a pull', () => {
  it.each([
    ['alice', [organisationScope, teams.red]],
    ['carol', [organisationScope, teams.blue]],
    ['dave', [organisationScope, teams.red, teams.blue]],
  ] as const)('of %s holds the rows of its scopes and no other', async (login: AgentName, scopes) => {
    const alice = await TestDesk.signIn(server.url, 'alice');
    alice.newTicket(teams.red);
    await alice.push();
    const desk = await TestDesk.signIn(server.url, login);
    await desk.pull();
    expect(new Set([...desk.rows.values()].map((row) => row.scope))).toEqual(new Set(scopes));
    // Its agent's own is among them: what is written there, only they read.
    expect(Object.keys(desk.cursor?.scopes ?? {}).sort()).toEqual([...scopes, agents[login].id].sort());
  });

  it('gives nothing of a scope that a forged cursor names', async () => {
    const alice = await TestDesk.signIn(server.url, 'alice');
    await alice.pull();
    alice.cursor = { epoch: alice.cursor!.epoch, scopes: { ...alice.cursor!.scopes, [teams.blue]: 0 } };
    const page = await alice.pullPage();
    expect(page.resetScopes).toEqual([teams.blue]);
    expect(page.changes).toEqual([]);
    expect(page.cursor.scopes).not.toHaveProperty(teams.blue);
  });

  it('gives nobody’s results but the client’s own', async () => {
    const alice = await TestDesk.signIn(server.url, 'alice');
    alice.newTicket(teams.red);
    await alice.push();
    const bob = await TestDesk.signIn(server.url, 'bob');
    await bob.pull();
    expect(bob.results).toEqual([]);
    expect(bob.lastSeq).toBe(0);
  });
});

describe('a supervisor', () => {
  it('may act in every team', async () => {
    const erin = await TestDesk.signIn(server.url, 'erin');
    const mutation = erin.mutate('note.add@1', { id: newId(), ticketId: theirTicket, text: 'vu' });
    await erin.push();
    await erin.pull();
    expect(erin.resultOf(mutation)).toMatchObject({ outcome: 'applied' });
  });

  it('cannot make rows where no team is', async () => {
    const erin = await TestDesk.signIn(server.url, 'erin');
    const mutation = erin.mutate('ticket.create@1', ticket(newId()));
    await erin.push();
    await erin.pull();
    expect(erin.resultOf(mutation)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_TARGET_MISSING' });
  });
});

it('what somebody may not do stands in the log with who they are, and without their words', async () => {
  const carol = await TestDesk.signIn(server.url, 'carol');
  const alice = await TestDesk.signIn(server.url, 'alice');
  const own = alice.newTicket(teams.red);
  await alice.push();
  const refused = carol.mutate('note.add@1', { id: newId(), ticketId: own, text: 'écrit pour être refusé' });
  await carol.push();
  const line = server.log
    .map((each) => JSON.parse(each) as Record<string, unknown>)
    .findLast(({ msg }) => msg === 'not allowed');
  expect(line).toMatchObject({ agentId: carol.agentId, mutation: 'note.add@1', mutationId: refused.id });
  expect(server.log.join('')).not.toContain('écrit pour être refusé');
});

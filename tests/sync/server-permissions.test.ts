import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { mutations, type MutationName } from '../../domain/mutation/registry.ts';
import { organisationScope } from '../../domain/row.ts';
import type { Asked } from '../../domain/validation/validation.ts';
import { TestDesk } from './support/desk.ts';
import { agents, teams, type AgentName } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
let theirTicket: Id;
let theirCall: Id;
let theirQuestion: Id;
let bobsQuestion: Id;

beforeAll(async () => {
  server = await startTestServer();
  const carol = await TestDesk.signIn(server.url, 'carol');
  theirTicket = carol.newTicket(teams.blue);
  theirCall = newId();
  carol.mutate('call.log@1', { id: theirCall, teamId: teams.blue, ...ringing });
  theirQuestion = newId();
  carol.mutate('validation.ask@1', question(theirQuestion, teams.blue, { kind: 'team', id: teams.blue }));
  await carol.push();
  const bob = await TestDesk.signIn(server.url, 'bob');
  bobsQuestion = newId();
  bob.mutate('validation.ask@1', question(bobsQuestion, teams.red, { kind: 'agent', id: agents.dave.id }));
  await bob.push();
});
afterAll(async () => await server.stop());

const ringing = {
  direction: 'incoming',
  number: '+33639980000',
  displayName: null,
  queue: null,
  startedAt: '2026-01-05T09:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  outcome: null,
} as const;

function ticket(teamId: Id, callId: Id | null = null) {
  const levels = { impact: 3, urgency: 3 } as const;
  const nobody = { contactId: null, callerNumber: null, assigneeId: null };
  return { id: newId(), teamId, subject: 'x', ...levels, ...nobody, tags: [], callId };
}

function question(id: Id, teamId: Id, asked: Asked, ticketId: Id | null = null) {
  const about = { callId: null, ticketId, contactId: null, callerNumber: null, noteIds: [] };
  return { id, teamId, asked, question: 'Puis-je échanger la box ?', ...about };
}

type Attempt = { readonly what: string; readonly args: () => unknown; readonly code?: string };

/** What an agent of red may not do in blue; `contact.create` is open to everybody, since contacts are the organisation's. */
const attempts: Readonly<Record<MutationName, readonly Attempt[]>> = {
  'ticket.create@1': [
    { what: 'in a foreign team', args: () => ticket(teams.blue) },
    { what: 'from somebody else’s call', args: () => ticket(teams.red, theirCall) },
    { what: 'in a team that does not exist', args: () => ticket(newId()) },
  ],
  'ticket.update@1': [
    {
      what: 'of a foreign team',
      args: () => ({
        id: theirTicket,
        entryId: newId(),
        changes: { subject: { base: 'Plus d’Internet', value: 'y' } },
      }),
    },
  ],
  'ticket.setState@1': [
    {
      what: 'of a foreign team',
      args: () => ({ id: theirTicket, entryId: newId(), to: 'open', pendingReason: null, remindAt: null }),
    },
  ],
  'note.add@1': [{ what: 'on a foreign ticket', args: () => ({ id: newId(), ticketId: theirTicket, text: 'x' }) }],
  'call.log@1': [
    { what: 'in a foreign team', args: () => ({ id: newId(), teamId: teams.blue, ...ringing }) },
    { what: 'over somebody else’s call', args: () => ({ id: theirCall, teamId: teams.red, ...ringing }) },
  ],
  'call.link@1': [{ what: 'somebody else’s call', args: () => ({ id: theirCall, contactId: null }) }],
  'call.wrapUp@1': [{ what: 'somebody else’s call', args: () => ({ id: theirCall, code: 'solved' }) }],
  'call.handled@1': [{ what: 'missed calls of a foreign team', args: () => ({ ids: [theirCall] }) }],
  'call.rate@1': [
    {
      what: 'somebody else’s call',
      args: () => ({
        id: theirCall,
        quality: {
          level: 'good',
          mos: 4.3,
          roundTripMs: 20,
          jitterMs: 2,
          lossIn: 0,
          lossOut: 0,
          side: null,
          network: null,
          seconds: 60,
        },
      }),
    },
  ],
  'contact.create@1': [],
  'validation.ask@1': [
    {
      what: 'in the name of a foreign team',
      args: () => question(newId(), teams.blue, { kind: 'team', id: teams.red }),
    },
    {
      what: 'about a foreign ticket',
      args: () => question(newId(), teams.red, { kind: 'agent', id: agents.bob.id }, theirTicket),
    },
    { what: 'of themselves', args: () => question(newId(), teams.red, { kind: 'agent', id: agents.alice.id }) },
  ],
  'validation.answer@1': [
    { what: 'a question of a foreign team', args: () => ({ id: theirQuestion, verdict: 'yes', text: '' }) },
    { what: 'a question to somebody else', args: () => ({ id: bobsQuestion, verdict: 'yes', text: '' }) },
  ],
  'validation.withdraw@1': [
    { what: 'a colleague’s question', args: () => ({ id: bobsQuestion }) },
    { what: 'a question of a foreign team', args: () => ({ id: theirQuestion }) },
  ],
};

describe('an agent of another team', () => {
  const cases = Object.entries(attempts).flatMap(([name, list]) => list.map((attempt) => ({ name, ...attempt })));
  it.each(cases)('is refused $name $what', async ({ name, args }) => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    const mutation = desk.enqueue(name, args());
    await desk.push();
    await desk.pull();
    expect(desk.resultOf(mutation)).toMatchObject({ outcome: 'rejected', code: 'MUTATION_FORBIDDEN' });
  });

  it('was tried with every mutation that there is', () => {
    expect(Object.keys(attempts).sort()).toEqual(Object.keys(mutations).sort());
  });
});

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
    expect(Object.keys(desk.cursor?.scopes ?? {}).sort()).toEqual([...scopes].sort());
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

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { mutations, type MutationName } from '../../domain/mutation/registry.ts';
import { organisationScope } from '../../domain/row.ts';
import { tableNames } from '../../domain/tables.ts';
import { newDeviceKey } from '../../domain/wire/proof.ts';
import { SessionInfo, SessionListReply } from '../../domain/wire/session.ts';
import type { Asked } from '../../domain/validation/validation.ts';
import { addAgent, changeAgent } from '../../server/directory/directory.ts';
import { setLine } from '../../server/provisioning/lines.ts';
import { Line } from '../../domain/wire/provisioning.ts';
import { request, signIn, TestDesk, type Answer, type Session } from './support/desk.ts';
import {
  everybodys,
  ownersOnly,
  people,
  supervisorsOnly,
  teamsOnly,
  type MutationRow,
  type Person,
} from './support/permissions.ts';
import { contactRows } from './support/permissions-contacts.ts';
import { handOverRows } from './support/permissions-hand-over.ts';
import { linkRows } from './support/permissions-links.ts';
import { organisationRows } from './support/permissions-organisations.ts';
import { procedureRows, writtenBy } from './support/permissions-procedures.ts';
import { recordRows } from './support/permissions-records.ts';
import { textRows } from './support/permissions-texts.ts';
import { greet } from './support/events.ts';
import { agents, password, teams } from './support/organisation.ts';
import { lookedUp, TicketDesk } from './support/ticket-desk.ts';
import { startTestServer, type TestServer } from './support/server.ts';

/**
 * Who may do what, as two tables: every mutation of the registry and every route that the server has registered. One that is
 * not in its table fails here, so that nothing new is served before somebody has said who may have it.
 *
 * What is tried belongs to the blue team. Its owner is carol; dave is her colleague; alice works in red; erin supervises and heidi administers, in red;
 * grace made what is tried, and was then moved to red.
 */
const grace = {
  ...agents.carol,
  id: '01990000-0000-7000-8000-000000000107',
  login: 'grace',
  name: 'grace',
};
const heidi = {
  ...agents.erin,
  id: '01990000-0000-7000-8000-000000000108',
  login: 'heidi',
  name: 'heidi',
  role: 'administrator',
} as const;
const line = Line.parse({
  aor: 'sip:203@pbx.example',
  authorizationUser: '203',
  password: 'sip-secret-carol',
  displayName: 'Carol',
  servers: ['wss://pbx.example/ws'],
  iceServers: [],
  registerExpires: 600,
  country: 'FR',
});

let server: TestServer;
let carol: TestDesk;
let dave: TestDesk;
let graceDesk: TestDesk;
/** Versions of a procedure of all teams, and of one of red’s. */
let procedures: { readonly all: Id; readonly red: Id };
let red: { readonly ticket: Id; readonly call: Id; readonly callback: Id };
/** Tickets of blue that a supervisor has deleted: one for each that tries to restore one. */
const deleted: Id[] = [];
const sessions = new Map<Person, Session>();
/** Tokens that no longer open anything, and the name of why. */
const refusedTokens: { readonly why: string; readonly token: string | undefined }[] = [];

const record = {
  direction: 'incoming',
  number: '+33639980000',
  displayName: null,
  queue: null,
  startedAt: '2026-01-05T09:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  outcome: null,
} as const;

function ticketIn(teamId: Id, callId: Id | null = null) {
  const levels = { impact: 3, urgency: 3 } as const;
  const nobody = { contactId: null, callerNumber: null, assigneeId: null };
  return { id: newId(), teamId, subject: 'x', ...levels, ...nobody, tags: [], callId };
}

function question(teamId: Id, asked: Asked, ticketId: Id | null = null) {
  const about = { callId: null, ticketId, contactId: null, callerNumber: null, noteIds: [] };
  return { id: newId(), teamId, asked, question: 'Puis-je échanger la box ?', ...about };
}

function call(desk: TestDesk, ended: Partial<Record<keyof typeof record, string>> = {}): Id {
  const id = newId();
  desk.enqueue('call.log@1', { id, teamId: teams.blue, ...record, ...ended });
  return id;
}

function ask(desk: TestDesk, asked: Asked = { kind: 'team', id: teams.blue }): Id {
  const args = question(teams.blue, asked);
  desk.enqueue('validation.ask@1', args);
  return args.id;
}

const dueAt = '2026-01-05T14:30:00.000Z';

function promise(teamId: Id, ticketId: Id | null = null) {
  const whom = { number: '+33639980000', contactId: null, ticketId, callId: null };
  return { id: newId(), entryId: newId(), teamId, ...whom, dueAt, about: '', assigneeId: null };
}

function promised(desk: TestDesk): { readonly id: Id; readonly entryId: Id } {
  const args = promise(teams.blue, desk.newTicket(teams.blue));
  desk.enqueue('callback.promise@1', args);
  return { id: args.id, entryId: newId() };
}

function contact(desk: TestDesk): Id {
  const id = newId();
  const rest = { organisation: null, town: null, email: null, numbers: [], customerNumber: null };
  desk.enqueue('contact.create@1', { id, name: 'Zoé', ...rest });
  return id;
}

function equipmentOf(contactId: Id) {
  const owner = { kind: 'contact', id: contactId } as const;
  return { id: newId(), contactId, owner, kind: 'laptop', name: 'Portable', serial: '', note: '', replaces: null };
}

const quality = {
  level: 'good',
  mos: 4.3,
  roundTripMs: 20,
  jitterMs: 2,
  lossIn: 0,
  lossOut: 0,
  side: null,
  network: null,
  seconds: 60,
};
const theTeam: Asked = { kind: 'team', id: teams.blue };
const missed = { outcome: 'missed', endedAt: '2026-01-05T09:00:20.000Z' };

const mutationTable: Readonly<Record<MutationName, MutationRow>> = {
  'ticket.create@1': {
    expected: teamsOnly,
    args: () => ticketIn(teams.blue),
    never: [
      { what: 'for the whole organisation', args: () => ticketIn(organisationScope) },
      { what: 'in another team', args: () => ticketIn(teams.red) },
      { what: 'from the call of another team', args: () => ticketIn(teams.blue, red.call) },
      { what: 'from a colleague’s call', args: () => ticketIn(teams.blue, call(dave)) },
    ],
  },
  'ticket.update@1': {
    expected: teamsOnly,
    args: (owner) => ({
      id: owner.newTicket(teams.blue),
      entryId: newId(),
      changes: { subject: { base: 'Plus d’Internet', value: 'y' } },
    }),
    never: [
      {
        what: 'of another team',
        args: () => ({ id: red.ticket, entryId: newId(), changes: { major: { base: false, value: true } } }),
      },
    ],
  },
  'ticket.setState@1': {
    expected: teamsOnly,
    args: (owner) => setState(owner.newTicket(teams.blue)),
    never: [{ what: 'of another team', args: () => setState(red.ticket) }],
  },
  'ticket.merge@1': {
    expected: teamsOnly,
    args: (owner) => ({ id: owner.newTicket(teams.blue), into: owner.newTicket(teams.blue), entryId: newId() }),
    never: [
      {
        what: 'into a ticket of another team',
        args: (owner) => ({ id: owner.newTicket(teams.blue), into: red.ticket, entryId: newId() }),
      },
      {
        what: 'of another team',
        args: (owner) => ({ id: red.ticket, into: owner.newTicket(teams.blue), entryId: newId() }),
      },
    ],
  },
  'ticket.delete@1': {
    expected: supervisorsOnly,
    args: (owner) => ({ id: owner.newTicket(teams.blue), reason: 'Essai' }),
  },
  'ticket.restore@1': {
    expected: supervisorsOnly,
    args: () => ({ id: deleted.pop() }),
  },
  'note.add@1': {
    expected: teamsOnly,
    args: (owner) => ({ id: newId(), ticketId: owner.newTicket(teams.blue), text: 'x' }),
    never: [{ what: 'on a ticket of another team', args: () => ({ id: newId(), ticketId: red.ticket, text: 'x' }) }],
  },
  'call.log@1': {
    expected: ownersOnly,
    args: (owner) => ({ id: call(owner), teamId: teams.blue, ...record, ...missed }),
    never: [
      { what: 'for the whole organisation', args: () => ({ id: newId(), teamId: organisationScope, ...record }) },
      { what: 'in another team', args: () => ({ id: newId(), teamId: teams.red, ...record }) },
      { what: 'over the call of another team', args: () => ({ id: red.call, teamId: teams.blue, ...record }) },
    ],
  },
  'call.link@1': {
    expected: ownersOnly,
    args: (owner) => ({ id: call(owner), ticketId: owner.newTicket(teams.blue) }),
    never: [
      { what: 'to a ticket of another team', args: (owner) => ({ id: call(owner), ticketId: red.ticket }) },
      { what: 'of a call of another team', args: () => ({ id: red.call, contactId: null }) },
    ],
  },
  'call.rate@1': { expected: ownersOnly, args: (owner) => ({ id: call(owner), quality }) },
  'call.wrapUp@1': { expected: ownersOnly, args: (owner) => ({ id: call(owner), code: 'solved' }) },
  'call.handled@1': {
    expected: teamsOnly,
    args: (owner) => ({ ids: [call(owner, missed)] }),
    never: [{ what: 'of another team', args: (owner) => ({ ids: [call(owner, missed), red.call] }) }],
  },
  'equipment.add@1': {
    expected: everybodys,
    args: (owner) => equipmentOf(contact(owner)),
  },
  'equipment.update@1': {
    expected: everybodys,
    args: (owner) => {
      const args = equipmentOf(contact(owner));
      owner.enqueue('equipment.add@1', args);
      return { id: args.id, changes: { serial: { base: '', value: 'AB 12' } } };
    },
  },
  'validation.ask@1': {
    expected: teamsOnly,
    args: () => question(teams.blue, { kind: 'agent', id: agents.bob.id }),
    never: [
      { what: 'in the name of another team', args: () => question(teams.red, theTeam) },
      { what: 'in the name of the organisation', args: () => question(organisationScope, theTeam) },
      { what: 'about a ticket of another team', args: () => question(teams.blue, theTeam, red.ticket) },
    ],
  },
  'validation.answer@1': {
    // Who was asked, while they work there: carol and grace are, dave asks.
    expected: { ...ownersOnly, colleague: 'forbidden' },
    args: () => ({ id: ask(dave), verdict: 'yes', text: '' }),
    never: [
      {
        what: 'to somebody else',
        args: () => ({ id: ask(dave, { kind: 'agent', id: agents.erin.id }), verdict: 'yes', text: '' }),
      },
    ],
  },
  'validation.withdraw@1': { expected: ownersOnly, args: (owner) => ({ id: ask(owner) }) },
  // Whoever of the team is there calls back.
  'callback.promise@1': {
    expected: teamsOnly,
    args: () => promise(teams.blue),
    never: [
      { what: 'in the name of another team', args: () => promise(teams.red) },
      { what: 'in the name of the organisation', args: () => promise(organisationScope) },
      { what: 'about a ticket of another team', args: () => promise(teams.blue, red.ticket) },
    ],
  },
  'callback.update@1': {
    expected: teamsOnly,
    args: (owner) => ({ ...promised(owner), changes: { dueAt: { base: dueAt, value: '2026-01-05T15:00:00.000Z' } } }),
    never: [{ what: 'of another team', args: () => ({ id: red.callback, entryId: newId(), changes: {} }) }],
  },
  'callback.close@1': {
    expected: teamsOnly,
    args: (owner) => ({ ...promised(owner), outcome: 'kept', callId: null }),
    never: [
      {
        what: 'of another team',
        args: () => ({ id: red.callback, entryId: newId(), outcome: 'missed', callId: null }),
      },
    ],
  },
  ...contactRows,
  ...handOverRows(() => red.ticket),
  ...linkRows(() => red.ticket),
  ...organisationRows,
  ...procedureRows({ all: () => procedures.all, red: () => procedures.red }),
  ...recordRows(() => red.ticket),
  ...textRows,
};

function setState(id: Id) {
  return { id, entryId: newId(), to: 'open', pendingReason: null, remindAt: null };
}

/** Everything that is synced, to see that a refusal has written nothing. */
async function written(): Promise<string> {
  const digests = tableNames.map(
    (table) =>
      sql`(select coalesce(md5(string_agg(id::text || version::text || data::text, '' order by id)), '') from ${sql.table(table)})`,
  );
  const found = await sql<{ digest: string }>`select concat_ws('/', ${sql.join(digests)}) as digest`.execute(server.db);
  return found.rows[0]!.digest;
}

async function moveGrace(teamId: Id): Promise<void> {
  await server.db.transaction().execute(async (trx) => {
    await changeAgent(trx, (agent) => ({ ...agent, teamIds: [teamId] }), grace.id);
  });
}

beforeAll(async () => {
  server = await startTestServer({ environment: { CASQUE_METRICS_TOKEN: 'prometheus-of-the-tests' } });
  for (const agent of [grace, heidi]) {
    await server.db.transaction().execute(async (trx) => await addAgent(trx, agent, password));
  }
  await setLine(server.db, server.box, agents.carol.id, line);
  const session = async (login: string) => await signIn(server.url, login);
  sessions.set('owner', await session('carol'));
  sessions.set('on another device', await session('carol'));
  sessions.set('colleague', await session('dave'));
  sessions.set('out of team', await session('alice'));
  sessions.set('supervisor elsewhere', await session('erin'));
  sessions.set('administrator elsewhere', await session('heidi'));
  sessions.set('moved away', await session('grace'));
  carol = new TestDesk(server.url, sessions.get('owner')!);
  dave = new TestDesk(server.url, sessions.get('colleague')!);
  graceDesk = new TestDesk(server.url, sessions.get('moved away')!);

  deleted.push(...[...people, 'nobody'].map(() => carol.newTicket(teams.blue)));
  await carol.push();
  const erin = new TestDesk(server.url, sessions.get('supervisor elsewhere')!);
  for (const id of deleted) erin.mutate('ticket.delete@1', { id, reason: 'Essai' });
  await erin.push();

  const alice = new TestDesk(server.url, sessions.get('out of team')!);
  const redPromise = promise(teams.red);
  red = { ticket: alice.newTicket(teams.red), call: newId(), callback: redPromise.id };
  alice.mutate('call.log@1', { id: red.call, teamId: teams.red, ...record });
  alice.mutate('callback.promise@1', redPromise);
  await alice.push();

  procedures = { all: writtenBy(erin, null), red: writtenBy(erin, teams.red) };
  await erin.push();

  const revoked = await session('carol');
  await request(server.url, 'DELETE', '/v1/session', { token: revoked.token });
  const bound = await signIn(server.url, 'carol', password, await newDeviceKey(crypto.subtle));
  const expired = await session('carol');
  await sql`update sessions set expires_at = now() - interval '1 second' where id = (
    select id from sessions order by created_at desc, id desc limit 1)`.execute(server.db);
  refusedTokens.push(
    { why: 'signed out', token: undefined },
    { why: 'revoked', token: revoked.token },
    { why: 'expired', token: expired.token },
    { why: 'of nobody', token: 'x'.repeat(43) },
    { why: 'bound to a device that has not signed', token: bound.token },
  );
});
afterAll(async () => await server.stop());

async function outcomeOf(desk: TestDesk, name: string, args: unknown): Promise<string> {
  const mutation = desk.enqueue(name, args);
  await desk.push();
  await desk.pull();
  const result = desk.resultOf(mutation);
  return result?.code === 'MUTATION_FORBIDDEN' ? 'forbidden' : (result?.code ?? result?.outcome ?? 'no result');
}

const rows = Object.entries(mutationTable);

describe.each(rows)('%s', (name, row) => {
  it.each(people)('as the table says: %s', async (person) => {
    const owner = person === 'moved away' ? graceDesk : carol;
    const args = row.args(owner);
    for (const desk of [owner, dave]) if (desk.outbox.length > 0) await desk.push();
    if (person === 'moved away') await moveGrace(teams.red);
    try {
      const before = await written();
      expect(await outcomeOf(new TestDesk(server.url, sessions.get(person)!), name, args)).toBe(row.expected[person]);
      expect((await written()) === before).toBe(row.expected[person] === 'forbidden');
    } finally {
      if (person === 'moved away') await moveGrace(teams.blue);
    }
  });

  it('is not taken without a session', async () => {
    const args = row.args(carol);
    for (const desk of [carol, dave]) if (desk.outbox.length > 0) await desk.push();
    const before = await written();
    for (const { why, token } of refusedTokens) {
      const desk = new TestDesk(server.url, { token: token ?? '', agent: { id: agents.carol.id } });
      desk.enqueue(name, args);
      expect(await desk.tryPush(), why).toMatchObject({ status: 401, body: { code: 'AUTH_SESSION_ENDED' } });
    }
    expect(await written()).toBe(before);
  });

  it.each(row.never ?? [])('never $what', async ({ args }) => {
    const tried = args(carol);
    for (const desk of [carol, dave]) if (desk.outbox.length > 0) await desk.push();
    const before = await written();
    expect(await outcomeOf(new TestDesk(server.url, sessions.get('owner')!), name, tried)).toBe('forbidden');
    expect(await written()).toBe(before);
  });
});

it('the table of mutations is whole', () => {
  expect(Object.keys(mutationTable).sort()).toEqual(Object.keys(mutations).sort());
});

type RouteRow = {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** `public`: needs no session, and tells nothing of anybody. */
  readonly access: 'session' | 'public' | 'metrics';
  /** What another agent gets who tries to reach carol's by it. */
  readonly foreign?: (token: string) => Promise<void>;
};

const sync = { protocol: 1, clientId: newId() };
const routeTable: Readonly<Record<string, RouteRow>> = {
  'GET /health': { method: 'GET', path: '/health', access: 'public' },
  'GET /openapi.json': { method: 'GET', path: '/openapi.json', access: 'public' },
  'GET /metrics': { method: 'GET', path: '/metrics', access: 'metrics' },
  'POST /v1/session': {
    method: 'POST',
    path: '/v1/session',
    body: { login: 'carol', password: 'pas le bon', device: 'x' },
    access: 'public',
  },
  'GET /v1/sign-in': { method: 'GET', path: '/v1/sign-in', access: 'public' },
  'POST /v1/oidc': { method: 'POST', path: '/v1/oidc', body: {}, access: 'public' },
  'POST /v1/oidc/session': { method: 'POST', path: '/v1/oidc/session', body: {}, access: 'public' },
  'GET /v1/session': {
    method: 'GET',
    path: '/v1/session',
    access: 'session',
    foreign: async (token) => {
      const answer = await request(server.url, 'GET', '/v1/session', { token });
      expect(SessionInfo.parse(answer.body)).toMatchObject({ agent: { login: 'alice' }, line: null });
      expect(JSON.stringify(answer.body)).not.toContain('sip-secret-carol');
    },
  },
  'DELETE /v1/session': { method: 'DELETE', path: '/v1/session', access: 'session' },
  'GET /v1/sessions': {
    method: 'GET',
    path: '/v1/sessions',
    access: 'session',
    foreign: async (token) => {
      const { sessions: list } = SessionListReply.parse(
        (await request(server.url, 'GET', '/v1/sessions', { token })).body,
      );
      const theirs = await sessionIdsOf(agents.carol.id);
      expect(list.filter(({ id }) => theirs.includes(id))).toEqual([]);
    },
  },
  'DELETE /v1/sessions/:id': {
    method: 'DELETE',
    path: '/v1/sessions/01990000-0000-7000-8000-000000000999',
    access: 'session',
    foreign: async (token) => {
      for (const id of await sessionIdsOf(agents.carol.id)) {
        expect((await request(server.url, 'DELETE', `/v1/sessions/${id}`, { token })).status).toBe(404);
      }
      const still = await request(server.url, 'GET', '/v1/session', { token: sessions.get('owner')!.token });
      expect(still.status).toBe(200);
    },
  },
  'POST /v1/push': {
    method: 'POST',
    path: '/v1/push',
    body: { ...sync, mutations: [{ id: newId(), seq: 1, name: 'x@1', args: {}, at: '2026-01-05T09:00:00.000Z' }] },
    access: 'session',
    foreign: async (token) => {
      carol.newTicket(teams.blue);
      await carol.push();
      const intruder = new TestDesk(server.url, { token, agent: { id: agents.alice.id } }, carol.clientId);
      intruder.newTicket(teams.red);
      expect(await intruder.tryPush()).toMatchObject({ status: 409, body: { code: 'SYNC_CLIENT_UNKNOWN' } });
    },
  },
  'POST /v1/pull': {
    method: 'POST',
    path: '/v1/pull',
    body: { ...sync, cursor: null, resultsSeen: 0, limit: 10 },
    access: 'session',
    foreign: async (token) => {
      const session = { token, agent: { id: agents.alice.id } };
      const intruder = new TestDesk(server.url, session, carol.clientId);
      expect(await intruder.tryPull()).toMatchObject({ status: 409, body: { code: 'SYNC_CLIENT_UNKNOWN' } });
      const alice = new TestDesk(server.url, session);
      await alice.pull();
      const scopes = new Set([...alice.rows.values()].map((row) => row.scope));
      expect([...scopes].sort()).toEqual([organisationScope, teams.red].sort());
    },
  },
  'POST /v1/files': { method: 'POST', path: '/v1/files', access: 'session' },
  'PATCH /v1/files/:id': { method: 'PATCH', path: '/v1/files/01990000-0000-7000-8000-000000000998', access: 'session' },
  'DELETE /v1/files/:id': {
    method: 'DELETE',
    path: '/v1/files/01990000-0000-7000-8000-000000000998',
    access: 'session',
  },
  // Whose files they are: server-files.test.ts.
  'POST /v1/files/:id/attach': {
    method: 'POST',
    path: '/v1/files/01990000-0000-7000-8000-000000000998/attach',
    access: 'session',
  },
  'GET /v1/files/:id/content': {
    method: 'GET',
    path: '/v1/files/01990000-0000-7000-8000-000000000998/content',
    access: 'session',
  },
  'POST /v1/drafts': {
    method: 'POST',
    path: '/v1/drafts',
    body: { protocol: 1, since: null, drafts: [] },
    access: 'session',
    foreign: async (token) => {
      const exchange = (who: string, drafts: readonly object[]) =>
        request(server.url, 'POST', '/v1/drafts', { token: who, body: { protocol: 1, since: null, drafts } });
      const words = { key: `note:${newId()}`, text: 'à moi seule', savedAt: '2026-01-05T09:00:00.000Z' };
      expect((await exchange(carol.token, [words])).status).toBe(200);
      expect(JSON.stringify((await exchange(token, [])).body)).not.toContain(words.text);
    },
  },
  'PUT /v1/calls': {
    method: 'PUT',
    path: '/v1/calls',
    body: { installation: '6b1b36d0-4d36-4dd6-9e0c-7d1d8a1f0001', sealed: null },
    access: 'session',
  },
  'GET /v1/calls': {
    method: 'GET',
    path: '/v1/calls',
    access: 'session',
    foreign: async (token) => {
      const body = { installation: '6b1b36d0-4d36-4dd6-9e0c-7d1d8a1f0001', sealed: 'carol’s calls' };
      expect((await request(server.url, 'PUT', '/v1/calls', { token: carol.token, body })).status).toBe(204);
      expect((await request(server.url, 'GET', '/v1/calls', { token })).body).toMatchObject({ calls: null });
    },
  },
  'POST /v1/search': {
    method: 'POST',
    path: '/v1/search',
    body: searchFor('introuvable'),
    access: 'session',
    foreign: async (token) => {
      carol.newTicket(teams.blue, 'Introuvable ailleurs');
      await carol.push();
      const found = (who: string) =>
        request(server.url, 'POST', '/v1/search', { token: who, body: searchFor('introuvable') });
      expect((await found(token)).body).toEqual({ tickets: [], more: false });
      expect(JSON.stringify((await found(carol.token)).body)).toContain('Introuvable ailleurs');
    },
  },
};

function searchFor(text: string) {
  const anything = { states: [], teamId: null, assigneeId: null, tag: null, since: null, until: null };
  return { protocol: 1, text, country: 'FR', ...anything, limit: 50 };
}

async function sessionIdsOf(agentId: Id): Promise<Id[]> {
  const found = await server.db.selectFrom('sessions').select('id').where('agent_id', '=', agentId).execute();
  return found.map(({ id }) => id);
}

async function answerTo({ method, path, body }: RouteRow, token: string | undefined): Promise<Answer> {
  return await request(server.url, method, path, { token, body });
}

describe.each(Object.entries(routeTable))('%s', (_, row) => {
  if (row.access === 'session') {
    it('is closed without a session', async () => {
      for (const { why, token } of refusedTokens) {
        expect(await answerTo(row, token), why).toMatchObject({ status: 401, body: { code: 'AUTH_SESSION_ENDED' } });
      }
    });
  } else if (row.access === 'metrics') {
    it('is closed to agents', async () => {
      for (const { token } of [...refusedTokens, ...sessions.values()]) {
        expect(await answerTo(row, token)).toMatchObject({ status: 401, body: { code: 'AUTH_SESSION_ENDED' } });
      }
    });
  } else {
    it('tells nothing of anybody', async () => {
      const answers = [await answerTo(row, undefined), await answerTo(row, sessions.get('owner')!.token)];
      for (const { body } of answers) expect(JSON.stringify(body)).not.toMatch(/carol|blue|sip-secret/);
    });
  }

  if (row.foreign !== undefined) {
    it('gives another agent nothing of carol’s', async () => {
      await row.foreign?.(sessions.get('out of team')!.token);
    });
  }
});

/** Who is told to be on a ticket of blue, where carol and dave are, when somebody says that they have it open too; undefined: they are told nothing. */
const onTicketTable: Readonly<Record<Person, readonly Id[] | undefined>> = {
  // Nobody is told of themselves.
  owner: [agents.dave.id],
  'on another device': [agents.dave.id],
  colleague: [agents.carol.id],
  'out of team': undefined,
  // Who may act everywhere is not sent the tickets of everywhere.
  'supervisor elsewhere': undefined,
  'administrator elsewhere': undefined,
  'moved away': undefined,
};

describe('who is on a ticket', () => {
  const desksOf = async (...who: readonly Person[]) =>
    await Promise.all(who.map(async (each) => await TicketDesk.connect(server.url, sessions.get(each)!.token)));

  it.each(people)('is told as the table says: %s', async (person) => {
    const [ticketId, elsewhere] = [carol.newTicket(teams.blue), carol.newTicket(teams.blue)];
    await carol.push();
    if (person === 'moved away') await moveGrace(teams.red);
    const desks = await desksOf('owner', 'colleague', person, 'owner', 'colleague');
    const [owner, colleague, tried, watch, guest] = desks as [
      TicketDesk,
      TicketDesk,
      TicketDesk,
      TicketDesk,
      TicketDesk,
    ];
    try {
      owner.opens(ticketId);
      colleague.opens(ticketId);
      await colleague.sees(agents.carol.id);
      tried.opens(ticketId, true);
      await lookedUp(tried, watch, guest, elsewhere);
      const expected = onTicketTable[person];
      const told = tried.connection.messages.filter(({ type }) => type === 'ticket-presence');
      expect(told.length === 0 ? undefined : tried.toldOf(ticketId)[0]?.map(({ agentId }) => agentId)).toEqual(
        expected,
      );
      // And others are not told of somebody who may not be there.
      const others = colleague.toldOf(ticketId).flat();
      expect(new Set(others.map(({ agentId }) => agentId))).toEqual(new Set([agents.carol.id]));
      expect(others.some(({ writing }) => writing)).toBe(person === 'owner' || person === 'on another device');
    } finally {
      await Promise.all(desks.map(async (desk) => await desk.close()));
      if (person === 'moved away') await moveGrace(teams.blue);
    }
  });

  it('is told of no ticket that there is not, as of one that may not be read', async () => {
    const ticketId = carol.newTicket(teams.blue);
    await carol.push();
    const desks = await desksOf('colleague', 'owner', 'colleague');
    const [tried, watch, guest] = desks as [TicketDesk, TicketDesk, TicketDesk];
    tried.opens(newId());
    await lookedUp(tried, watch, guest, ticketId);
    expect(tried.connection.messages.map(({ type }) => type)).not.toContain('ticket-presence');
    await Promise.all(desks.map(async (desk) => await desk.close()));
  });
});

describe('GET /v1/events', () => {
  it('is closed without a session', async () => {
    for (const { why, token } of refusedTokens) {
      const connection = await greet(server.url, token ?? '');
      expect(await connection.closed, why).toBe(4001);
      expect(connection.messages).toEqual([{ type: 'ended' }]);
    }
  });
});

it('the table of routes is whole', () => {
  expect(server.app.served.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(Object.keys(routeTable).sort());
});

it('a session that ends on one device leaves the other one alone', async () => {
  const one = await signIn(server.url, 'carol');
  const other = await signIn(server.url, 'carol');
  expect((await request(server.url, 'DELETE', '/v1/session', { token: one.token })).status).toBe(204);
  expect((await request(server.url, 'GET', '/v1/session', { token: one.token })).status).toBe(401);
  expect((await request(server.url, 'GET', '/v1/session', { token: other.token })).status).toBe(200);
});

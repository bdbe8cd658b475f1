import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { SessionInfo, SessionListReply } from '../../domain/wire/session.ts';
import { CallRules, FeatureCodes, type Line } from '../../domain/wire/provisioning.ts';
import { readConfiguration } from '../../server/configuration.ts';
import { changePassword } from '../../server/directory/directory.ts';
import { setLine } from '../../server/provisioning/lines.ts';
import { request, signIn, TestDesk } from './support/desk.ts';
import { greet } from './support/events.ts';
import { agents, password, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    environment: { CASQUE_SIGN_IN_ATTEMPTS: '4', CASQUE_SIGN_IN_WINDOW_SECONDS: '3600' },
  });
});
afterAll(async () => await server.stop());

async function attempt(login: unknown, secret: unknown) {
  return await request(server.url, 'POST', '/v1/session', { body: { login, password: secret, device: 'test' } });
}

describe('signing in', () => {
  it('gives the agent, the teams and a token that works', async () => {
    const session = await signIn(server.url, 'alice');
    expect(session.agent).toEqual(agents.alice);
    expect(session.teams.map((team) => team.name)).toEqual(['red', 'blue']);
    expect(session.line).toBeNull();
    const again = await request(server.url, 'GET', '/v1/session', { token: session.token });
    expect(SessionInfo.parse(again.body).agent.id).toBe(agents.alice.id);
  });

  it('takes the login in any case, with stray spaces', async () => {
    expect((await attempt('  ALICE ', password)).status).toBe(200);
  });

  it('with a wrong password is refused', async () => {
    expect(await attempt('bob', 'pas le bon')).toMatchObject({ status: 401, body: { code: 'AUTH_WRONG_CREDENTIALS' } });
  });

  it('with a login that nobody has is refused in the same words', async () => {
    const unknown = await attempt('personne', password);
    const wrong = await attempt('bob', 'pas le bon');
    expect(unknown.status).toBe(wrong.status);
    expect(unknown.body).toEqual(wrong.body);
    await attempt('bob', password);
  });

  it('goes on with a password of before, which would be too short for a new one', async () => {
    await server.db.transaction().execute(async (trx) => await changePassword(trx, agents.dave.id, 'court'));
    expect((await attempt('dave', 'court')).status).toBe(200);
    await server.db.transaction().execute(async (trx) => await changePassword(trx, agents.dave.id, password));
  });

  it('with an empty password hash cannot succeed by accident', async () => {
    expect((await attempt('', password)).body).toMatchObject({ code: 'REQUEST_MALFORMED' });
    expect((await attempt('bob', '')).body).toMatchObject({ code: 'REQUEST_MALFORMED' });
  });

  it('keeps neither the password nor the token in the database', async () => {
    const { token } = await signIn(server.url, 'alice');
    const kept = await sql<{ text: string }>`
      select (select string_agg(credentials::text, '') from credentials) ||
             (select string_agg(sessions::text, '') from sessions) as text`.execute(server.db);
    expect(kept.rows[0]?.text).toContain('$argon2id$');
    expect(kept.rows[0]?.text).not.toContain(password);
    expect(kept.rows[0]?.text).not.toContain(token);
  });
});

describe('too many attempts', () => {
  it('for one login are refused unread, and nobody else is', async () => {
    for (let count = 0; count < 4; count += 1) expect((await attempt('carol', 'faux')).status).toBe(401);
    const refused = await attempt('carol', password);
    expect(refused).toMatchObject({ status: 429, body: { code: 'AUTH_TOO_MANY_ATTEMPTS' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await attempt('Carol ', password)).status).toBe(429);
    expect((await attempt('dave', password)).status).toBe(200);
  });

  it('cannot be made at the same time either', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, async () => await attempt('mallory', 'faux')));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(4);
  });

  it('are forgotten when one succeeds', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 3; count += 1) expect((await attempt('erin', 'faux')).status).toBe(401);
      expect((await attempt('erin', password)).status).toBe(200);
    }
  });
});

describe('a session', () => {
  it('ends when it is revoked, at once and for everything', async () => {
    const session = await signIn(server.url, 'alice');
    const other = await signIn(server.url, 'alice');
    const desk = new TestDesk(server.url, session);
    expect((await desk.tryPull()).status).toBe(200);
    const list = SessionListReply.parse(
      (await request(server.url, 'GET', '/v1/sessions', { token: other.token })).body,
    );
    expect(list.sessions.filter((entry) => entry.current)).toHaveLength(1);
    expect((await request(server.url, 'DELETE', '/v1/session', { token: session.token })).status).toBe(204);
    desk.newTicket(teams.red);
    expect(await desk.tryPull()).toMatchObject({ status: 401, body: { code: 'AUTH_SESSION_ENDED' } });
    expect(await desk.tryPush()).toMatchObject({ status: 401, body: { code: 'AUTH_SESSION_ENDED' } });
    expect((await request(server.url, 'GET', '/v1/session', { token: other.token })).status).toBe(200);
  });

  it('can be revoked from another device of the agent, and by nobody else', async () => {
    const alice = await signIn(server.url, 'alice');
    const bob = await signIn(server.url, 'bob');
    const list = SessionListReply.parse(
      (await request(server.url, 'GET', '/v1/sessions', { token: alice.token })).body,
    );
    const id = list.sessions.find((entry) => entry.current)!.id;
    expect((await request(server.url, 'DELETE', `/v1/sessions/${id}`, { token: bob.token })).status).toBe(404);
    expect((await request(server.url, 'GET', '/v1/session', { token: alice.token })).status).toBe(200);
    const second = await signIn(server.url, 'alice');
    expect((await request(server.url, 'DELETE', `/v1/sessions/${id}`, { token: second.token })).status).toBe(204);
    expect((await request(server.url, 'GET', '/v1/session', { token: alice.token })).status).toBe(401);
  });

  it('opens for its own agent, whoever asks in the same moment, and with what', async () => {
    const names = ['alice', 'bob', 'dave'] as const;
    const sessions = await Promise.all(names.map(async (name) => await signIn(server.url, name)));
    const ended = await signIn(server.url, 'bob');
    await request(server.url, 'DELETE', '/v1/session', { token: ended.token });
    const tokens = [sessions[0]?.token, ended.token, sessions[1]?.token, 'x'.repeat(43), sessions[2]?.token];
    const many = [...tokens, ...tokens, ...tokens].flatMap((token) => (token === undefined ? [] : [token]));
    const answers = await Promise.all(
      many.map(async (token) => await request(server.url, 'GET', '/v1/session', { token })),
    );
    const { alice, bob, dave } = agents;
    const expected = [alice.id, 401, bob.id, 401, dave.id];
    expect(answers.map(({ status, body }) => (status === 200 ? SessionInfo.parse(body).agent.id : status))).toEqual([
      ...expected,
      ...expected,
      ...expected,
    ]);
  });

  it('ends where the settings say so when its desk was not heard of for so long, and not before', async () => {
    const strict = await startTestServer({ environment: { CASQUE_SESSION_IDLE_HOURS: '12' } });
    const [resting, working] = [await signIn(strict.url, 'alice'), await signIn(strict.url, 'alice')];
    const statusOf = async ({ token }: { readonly token: string }) =>
      (await request(strict.url, 'GET', '/v1/session', { token })).status;
    const rest = async (time: string) =>
      await sql`update sessions set last_seen_at = now() - ${time}::interval`.execute(strict.db);
    await rest('11 hours 59 minutes');
    expect(await statusOf(working)).toBe(200);
    // That was a sign of life: the hours begin anew.
    await signIn(strict.url, 'bob');
    await sql`update sessions set last_seen_at = last_seen_at - interval '11 hours'`.execute(strict.db);
    expect(await statusOf(working)).toBe(200);
    expect(await statusOf(resting)).toBe(401);
    const { body } = await request(strict.url, 'GET', '/v1/sessions', { token: working.token });
    expect(SessionListReply.parse(body).sessions).toHaveLength(1);
    await rest('12 hours 1 minute');
    expect(await statusOf(working)).toBe(401);
    const hello = await greet(strict.url, working.token);
    expect(await hello.closed).toBe(4001);
    await strict.stop();
  });

  it('ends by itself when its time is over', async () => {
    const session = await signIn(server.url, 'alice');
    await sql`update sessions set expires_at = now() - interval '1 second' where id = (
      select id from sessions order by created_at desc limit 1)`.execute(server.db);
    expect((await request(server.url, 'GET', '/v1/session', { token: session.token })).status).toBe(401);
  });

  it.each(['', 'x', 'a'.repeat(43), 'a'.repeat(5000)])('is not opened by the token "%s"', async (token) => {
    const answer = await request(server.url, 'POST', '/v1/pull', { token, body: {} });
    expect(answer).toMatchObject({ status: 401, body: { code: 'AUTH_SESSION_ENDED' } });
  });
});

describe('the SIP line', () => {
  const line: Line = {
    aor: 'sip:202@pbx.example',
    authorizationUser: '202',
    password: 'sip-secret-8f3a',
    displayName: 'Bob',
    servers: ['wss://pbx.example/ws'],
    iceServers: [{ urls: 'turn:turn.example', username: 'casque', credential: 'turn-secret-91c0' }],
    relayOnly: false,
    iceExpiresAt: null,
    registerExpires: 600,
    country: 'FR',
    calls: CallRules.parse({}),
    queues: [],
    featureCodes: FeatureCodes.parse({}),
  };

  it('is given at sign-in to its agent alone', async () => {
    await setLine(server.db, server.box, agents.bob.id, line);
    expect((await signIn(server.url, 'bob')).line).toEqual(line);
    expect((await signIn(server.url, 'alice')).line).toBeNull();
  });

  it('is sealed in the database, and opens for no other agent', async () => {
    const row = await server.db
      .selectFrom('lines')
      .selectAll()
      .where('agent_id', '=', agents.bob.id)
      .executeTakeFirstOrThrow();
    const everything = JSON.stringify(row) + row.secret.toString('latin1');
    expect(everything).not.toContain(line.password);
    await expect(server.box.open(row.secret, agents.alice.id)).rejects.toThrow();
    const changed = Buffer.from(row.secret);
    changed[changed.length - 1]! ^= 1;
    await expect(server.box.open(changed, agents.bob.id)).rejects.toThrow();
  });
});

describe('malformed requests', () => {
  it.each([
    ['no JSON', '{"login": '],
    ['a list', '[]'],
    ['a text', '"alice"'],
    ['no password', '{"login": "alice", "device": "x"}'],
    ['a number for a password', '{"login": "alice", "password": 5, "device": "x"}'],
    ['a poisoned prototype', '{"login": "alice", "password": "x", "device": "x", "__proto__": {"a": 1}}'],
  ])('with %s are refused with a coded answer and no stack', async (_, body) => {
    const answer = await request(server.url, 'POST', '/v1/session', { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST_MALFORMED' } });
    expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*:\d+/);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'that are no JSON but %s are refused unread',
    async (type) => {
      const body = JSON.stringify({ login: 'alice', password, device: 'x' });
      const answer = await request(server.url, 'POST', '/v1/session', { body, headers: { 'content-type': type } });
      expect(answer).toMatchObject({ status: 415, body: { code: 'REQUEST_TYPE_UNKNOWN' } });
    },
  );

  it('that are too large are refused', async () => {
    const answer = await attempt('alice', 'x'.repeat(100_000));
    expect(answer).toMatchObject({ status: 413, body: { code: 'REQUEST_TOO_LARGE' } });
  });

  it('to nowhere are told so', async () => {
    expect(await request(server.url, 'GET', '/v1/nothing')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it.each([
    ['a protocol of the past', { protocol: 0 }, 426, 'CLIENT_TOO_OLD'],
    ['no mutations', { protocol: 1, clientId: newId(), mutations: [] }, 400, 'REQUEST_MALFORMED'],
    [
      'a client id that is none',
      { protocol: 1, clientId: "'; drop table agents; --", mutations: [{}] },
      400,
      'REQUEST_MALFORMED',
    ],
  ])('to push with %s are refused', async (_, body, status, code) => {
    const { token } = await TestDesk.signIn(server.url, 'alice');
    expect(await request(server.url, 'POST', '/v1/push', { token, body })).toMatchObject({ status, body: { code } });
  });
});

describe('answers', () => {
  it('may be read by the desk and by no other page', async () => {
    const desk = await request(server.url, 'GET', '/health', { headers: { origin: 'app://desk' } });
    expect(desk.headers.get('access-control-allow-origin')).toBe('app://desk');
    const page = await request(server.url, 'GET', '/health', { headers: { origin: 'https://evil.example' } });
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('carry the security headers, errors too', async () => {
    for (const path of ['/health', '/v1/nothing', '/v1/session']) {
      const { headers } = await request(server.url, 'GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
    }
  });
});

describe('the log', () => {
  it('holds no password, no token and no SIP secret of all that happened above', async () => {
    const { token } = await signIn(server.url, 'bob');
    await attempt('bob', 'un autre secret');
    const log = server.log.join('');
    expect(log).toContain('signed in');
    for (const secret of [password, token, 'un autre secret', 'sip-secret-8f3a', 'turn-secret-91c0', '$argon2id$']) {
      expect(log).not.toContain(secret);
    }
  });

  it('cuts secrets out wherever they are named', () => {
    server.app.log.info(
      { line: { password: 'p1' }, body: { session: { token: 't1' } }, authorization: 'a1' },
      'careless',
    );
    const line = server.log.find((text) => text.includes('careless'));
    expect(line).not.toMatch(/"p1"|"t1"|"a1"/);
  });
});

describe('the relays of the organisation', () => {
  const secret = 'shared-with-coturn-4711';
  let relayed: TestServer;
  const line: Line = {
    aor: 'sip:203@pbx.example',
    authorizationUser: '203',
    password: 'sip-secret-1b7c',
    displayName: 'Carol',
    servers: ['wss://pbx.example/ws'],
    iceServers: [{ urls: 'stun:stun.example' }],
    relayOnly: true,
    iceExpiresAt: null,
    registerExpires: 600,
    country: 'FR',
    calls: CallRules.parse({}),
    queues: [],
    featureCodes: FeatureCodes.parse({}),
  };

  beforeAll(async () => {
    relayed = await startTestServer({
      environment: {
        CASQUE_TURN_URLS: 'turn:relay.example:3478, turns:relay.example:5349?transport=tcp',
        CASQUE_TURN_SECRET: secret,
        CASQUE_TURN_SECONDS: '3600',
      },
    });
    await setLine(relayed.db, relayed.box, agents.bob.id, line);
  });
  afterAll(async () => {
    await relayed.stop();
  });

  it('come with every line, with credentials for a limited time that coturn can check by itself', async () => {
    const before = Math.floor(Date.now() / 1000);
    const session = await signIn(relayed.url, 'bob');
    const [relay, own] = session.line?.iceServers ?? [];
    expect(own).toEqual({ urls: 'stun:stun.example' });
    expect(relay?.urls).toEqual(['turn:relay.example:3478', 'turns:relay.example:5349?transport=tcp']);
    const [expires, who] = (relay?.username ?? '').split(':');
    expect(who).toBe(agents.bob.id);
    expect(Number(expires)).toBeGreaterThanOrEqual(before + 3600);
    expect(session.line?.iceExpiresAt).toBe(new Date(Number(expires) * 1000).toISOString());
    expect(relay?.credential).toBe(
      createHmac('sha1', secret)
        .update(relay?.username ?? '')
        .digest('base64'),
    );
    expect(session.line?.relayOnly).toBe(true);
  });

  it('are given anew to whoever is signed in, and to nobody else', async () => {
    const session = await signIn(relayed.url, 'bob');
    const again = await request(relayed.url, 'GET', '/v1/session', { token: session.token });
    expect(again).toMatchObject({
      status: 200,
      body: { line: { iceServers: [{ username: expect.any(String) as string }, {}] } },
    });
    expect((await request(relayed.url, 'GET', '/v1/session', {})).status).toBe(401);
    expect((await signIn(relayed.url, 'alice')).line).toBeNull();
  });

  it('are not in the log', () => {
    expect(relayed.log.join('\n')).not.toContain(secret);
  });
});

it('does not start with relays that nobody has a secret for', () => {
  expect(() => readConfiguration({ CASQUE_TURN_URLS: 'turn:relay.example' })).toThrow(/CASQUE_TURN_SECRET/);
  expect(() =>
    readConfiguration({ CASQUE_TURN_URLS: 'http://relay.example', CASQUE_TURN_SECRET: 'long-enough' }),
  ).toThrow(/CASQUE_TURN_URLS/);
});

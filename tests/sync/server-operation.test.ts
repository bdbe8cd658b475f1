import { once } from 'node:events';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { newId } from '../../domain/ids.ts';
import { request, signIn, TestDesk } from './support/desk.ts';
import { greet } from './support/events.ts';
import { password, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { until } from './support/until.ts';

const metricsToken = 'prometheus-of-the-tests';

async function metrics(server: TestServer, token = metricsToken): Promise<Response> {
  return await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
}

describe('the metrics', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ environment: { CASQUE_METRICS_TOKEN: metricsToken } });
  });
  afterAll(async () => await server.stop());

  it('count what was asked by route and status, and name nobody', async () => {
    const desk = await TestDesk.signIn(server.url, 'alice');
    desk.newTicket(teams.red, 'Secret du client');
    desk.newTicket(teams.red);
    await desk.push();
    await request(server.url, 'DELETE', `/v1/sessions/${newId()}`, { token: desk.token });
    const text = await (await metrics(server)).text();
    expect(text).toContain('casque_mutations_pushed_total 2');
    expect(text).toMatch(
      /casque_http_request_duration_seconds_count\{method="DELETE",route="\/v1\/sessions\/:id",status="404"\} 1/,
    );
    expect(text).toContain('casque_desks 0');
    expect(text).toContain('casque_news_connected 1');
    expect(text).toContain('process_resident_memory_bytes');
    for (const word of ['alice', desk.token, desk.agentId, 'Secret']) expect(text).not.toContain(word);
  });

  it('are for whoever has the token, and are not there without one in the settings', async () => {
    expect((await metrics(server, 'another-token-altogether')).status).toBe(401);
    expect((await metrics(server, (await signIn(server.url, 'alice')).token)).status).toBe(401);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
    const without = await startTestServer();
    expect((await metrics(without)).status).toBe(404);
    await without.stop();
  });
});

describe('limits', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({
      environment: {
        CASQUE_REQUESTS_PER_MINUTE: '60',
        CASQUE_REFUSALS_PER_MINUTE: '10',
        CASQUE_SIGN_IN_REFUSALS: '6',
      },
    });
  });
  afterAll(async () => await server.stop());

  it('take no deep nesting, no long address and no huge header', async () => {
    const carol = await TestDesk.signIn(server.url, 'carol');
    const text = { quotes: '[[[ "\\', brackets: '['.repeat(200) };
    const [shallow, deep] = [JSON.stringify(text), '['.repeat(2_000_000) + ']'.repeat(2_000_000)].map((args) =>
      JSON.stringify({
        protocol: 1,
        clientId: carol.clientId,
        mutations: [{ id: newId(), seq: 1, name: 'ticket.create@1', args: 'ARGS', at: '2026-01-05T09:00:00.000Z' }],
      }).replace('"ARGS"', () => args),
    );
    const push = async (body: string | undefined) =>
      await request(server.url, 'POST', '/v1/push', { token: carol.token, body });
    expect(await push(deep)).toMatchObject({ status: 400, body: { code: 'REQUEST_MALFORMED' } });
    expect((await push(shallow)).status).toBe(200);
    expect((await request(server.url, 'GET', `/v1/sessions/${'a'.repeat(5000)}`)).status).toBe(404);
    const huge = await fetch(`${server.url}/health`, { headers: { 'x-huge': 'a'.repeat(20_000) } });
    expect(huge.status).toBe(431);
    expect((await request(server.url, 'GET', '/health')).status).toBe(200);
  });

  it('hold back one session that asks too much, and no other', async () => {
    const [noisy, quiet] = [await signIn(server.url, 'alice'), await signIn(server.url, 'alice')];
    const asked = await Promise.all(
      Array.from({ length: 70 }, async () => await request(server.url, 'GET', '/v1/session', { token: noisy.token })),
    );
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(60);
    const refused = asked.find(({ status }) => status !== 200);
    expect(refused).toMatchObject({ status: 429, body: { code: 'REQUEST_TOO_MANY' } });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await request(server.url, 'GET', '/v1/session', { token: quiet.token })).status).toBe(200);
  });

  it('hold back an address that tries tokens, but nobody there who is signed in', async () => {
    const bob = await TestDesk.signIn(server.url, 'bob');
    expect((await bob.tryPull()).status).toBe(200);
    const tried = await Promise.all(
      Array.from({ length: 15 }, async (_, index) => {
        const token = String(index).padStart(43, 'x');
        return (await request(server.url, 'GET', '/v1/session', { token })).status;
      }),
    );
    expect(tried.toSorted((a, b) => a - b)).toEqual([...Array<number>(10).fill(401), ...Array<number>(5).fill(429)]);
    expect((await bob.tryPull()).status).toBe(200);
  });

  it('hold back an address that tries one password on many logins', async () => {
    const attempt = async (login: string, secret: string) =>
      await request(server.url, 'POST', '/v1/session', { body: { login, password: secret, device: 'x' } });
    // Those who sign in rightly are not counted.
    for (let count = 0; count < 8; count += 1) expect((await attempt('erin', password)).status).toBe(200);
    for (let count = 0; count < 6; count += 1)
      expect((await attempt(`login${count}`, 'Automne2026!')).status).toBe(401);
    expect(await attempt('login7', 'Automne2026!')).toMatchObject({
      status: 429,
      body: { code: 'AUTH_TOO_MANY_ATTEMPTS' },
    });
  });
});

describe('what is refused is in the log, with who it was', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(async () => await server.stop());
  const logged = (words: string) =>
    server.log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === words);

  it('a request, by its code', async () => {
    const { token, agent } = await signIn(server.url, 'bob');
    expect((await request(server.url, 'DELETE', `/v1/sessions/${newId()}`, { token })).status).toBe(404);
    expect(logged('request refused').at(-1)).toMatchObject({
      code: 'NOT_FOUND',
      agentId: agent.id,
      sessionId: expect.any(String) as string,
      reqId: expect.any(String) as string,
    });
  });

  it('a connection for news, from another page or with a token that is none', async () => {
    const address = `${server.url.replace('http', 'ws')}/v1/events`;
    const page = new WebSocket(address, { origin: 'https://evil.example' });
    await once(page, 'error');
    const stranger = await greet(server.url, 'x'.repeat(43));
    expect(await stranger.closed).toBe(4001);
    expect(logged('events refused')).toEqual([
      expect.objectContaining({ reason: '403 Forbidden', address: '127.0.0.1' }),
      expect.objectContaining({ reason: 'AUTH_SESSION_ENDED', address: '127.0.0.1' }),
    ]);
  });
});

describe('when something breaks inside', () => {
  it('the answer is a code without a reason, and the reason is in the log', async () => {
    const server = await startTestServer();
    const { token } = await signIn(server.url, 'alice');
    await sql`alter table sessions rename to sessions_gone`.execute(server.db);
    for (const [method, path, body] of [
      ['GET', '/v1/session', undefined],
      ['POST', '/v1/pull', {}],
      ['POST', '/v1/session', { login: 'alice', password, device: 'x' }],
    ] as const) {
      const answer = await request(server.url, method, path, { token, body });
      expect(answer).toMatchObject({ status: 500, body: { code: 'SERVER_FAILED' } });
      expect(Object.keys(answer.body as object)).toEqual(['code']);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect(server.log.join('')).toContain('sessions');
    await sql`alter table sessions_gone rename to sessions`.execute(server.db);
    await server.stop();
  });
});

describe('a node that stops', () => {
  it('says so, and gives a push that is under way its time', async () => {
    let draining = false;
    const server = await startTestServer({ isDraining: () => draining });
    const alice = await TestDesk.signIn(server.url, 'alice');
    alice.newTicket(teams.red);
    await alice.push();
    draining = true;
    expect(await request(server.url, 'GET', '/health')).toMatchObject({
      status: 503,
      body: { code: 'SERVER_UNAVAILABLE' },
    });

    const other = new pg.Client({ connectionString: server.databaseUrl });
    await other.connect();
    await other.query('begin');
    await other.query('select 1 from clients where client_id = $1 for update', [alice.clientId]);
    alice.newTicket(teams.red);
    const pushing = alice.tryPush();
    await until('the push waits for the lock', async () => {
      const waiting =
        await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
          server.db,
        );
      return waiting.rows.length > 0;
    });
    const closing = server.app.close();
    await until(
      'no new connections',
      async () =>
        await fetch(`${server.url}/health`).then(
          () => false,
          () => true,
        ),
    );
    await other.query('rollback');
    await other.end();
    expect(await pushing).toMatchObject({ status: 200, body: { lastSeq: 2 } });
    await closing;
    await server.stop();
  });
});

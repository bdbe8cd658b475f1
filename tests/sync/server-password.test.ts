import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '../../domain/ids.ts';
import { askAs, newDeviceKey, Prover } from '../../domain/wire/proof.ts';
import { ChangePasswordReply, SessionInfo } from '../../domain/wire/session.ts';
import * as signedInBy from '../../server/database/migrations/0029-signed-in-by.ts';
import { IdentityProvider } from '../lab/identity-provider.ts';
import { runSql } from './support/database.ts';
import { request, signIn, type Answer } from './support/desk.ts';
import { hear } from './support/events.ts';
import { agents, password, type AgentName } from './support/organisation.ts';
import { signInByProvider } from './support/provider-sign-in.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { until } from './support/until.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    environment: { CASQUE_SIGN_IN_ATTEMPTS: '4', CASQUE_SIGN_IN_WINDOW_SECONDS: '3600' },
    // Not by its beat does a connection end whose session has.
    events: { heartbeat: 3_600_000 },
  });
});
afterAll(async () => await server.stop());

const chosen = 'une autre phrase que je retiens';
const wrong = { status: 403, body: { code: 'AUTH_PASSWORD_WRONG' } };

async function change(token: string, present: string, newPassword: unknown, on = server): Promise<Answer> {
  return await request(on.url, 'POST', '/v1/password', { token, body: { password: present, newPassword } });
}

async function attempt(login: string, secret: string): Promise<number> {
  const body = { login, password: secret, device: 'test' };
  return (await request(server.url, 'POST', '/v1/session', { body })).status;
}

async function opens({ token }: { readonly token: string }): Promise<boolean> {
  return (await request(server.url, 'GET', '/v1/session', { token })).status === 200;
}

async function hashOf(name: AgentName): Promise<string | undefined> {
  const row = await server.db
    .selectFrom('credentials')
    .select('password_hash')
    .where('agent_id', '=', agents[name].id)
    .executeTakeFirst();
  return row?.password_hash;
}

async function audited(action: string, subject: Id) {
  const found = await sql<{ actor: string; detail: unknown }>`select actor, detail from audit
    where action = ${action} and subject = ${subject} order by id`.execute(server.db);
  return found.rows;
}

describe('an agent who changes their own password', () => {
  it('is not signed in with the old one by whoever was just about to be', async () => {
    const before = await hashOf('erin');
    const setHash = async (db: typeof server.db, password_hash: string | undefined) =>
      await db.updateTable('credentials').set({ password_hash }).where('agent_id', '=', agents.erin.id).execute();
    const waits = async () => (await runSql(server.databaseUrl, 'select 1 from pg_locks where not granted')).length > 0;
    let late: Promise<number> | undefined;
    await server.db.transaction().execute(async (trx) => {
      await setHash(trx, 'of another password');
      late = attempt('erin', password);
      await until('the sign-in to wait for the change', waits);
    });
    expect(await late).toBe(401);
    await setHash(server.db, before);
  });

  it('signs in with the new one from then on, goes on here, and is signed out everywhere else', async () => {
    const [here, elsewhere, colleague] = [
      await signIn(server.url, 'alice'),
      await signIn(server.url, 'alice'),
      await signIn(server.url, 'bob'),
    ];
    const connection = await hear(server.url, elsewhere.token);
    const answer = await change(here.token, password, chosen);
    expect(answer).toMatchObject({ status: 200 });
    expect(ChangePasswordReply.parse(answer.body)).toEqual({ sessionsEnded: 1 });
    expect(await connection.closed).toBe(4001);
    expect(await Promise.all([here, elsewhere, colleague].map(opens))).toEqual([true, false, true]);
    expect(await attempt('alice', password)).toBe(401);
    expect(await attempt('alice', chosen)).toBe(200);
  });

  it('is in the audit trail, without either of them there or in the log', async () => {
    const [row] = await audited('agent.password', agents.alice.id);
    expect(row).toMatchObject({
      actor: `agent:${agents.alice.id}`,
      detail: { address: '127.0.0.1', sessionsEnded: 1 },
    });
    const trail = await sql<{ text: string }>`select string_agg(audit::text, '') as text from audit`.execute(server.db);
    const kept = `${trail.rows[0]?.text ?? ''}${server.log.join('')}`;
    expect(kept).toContain('password changed');
    for (const secret of [password, chosen, '$argon2id$']) expect(kept).not.toContain(secret);
  });

  it('has to know the present one: otherwise nothing changes, and nobody is signed out', async () => {
    const [here, elsewhere] = [await signIn(server.url, 'bob'), await signIn(server.url, 'bob')];
    const before = await hashOf('bob');
    expect(await change(here.token, 'pas le bon', chosen)).toMatchObject(wrong);
    expect(await hashOf('bob')).toBe(before);
    expect(await Promise.all([here, elsewhere].map(opens))).toEqual([true, true]);
    expect(await audited('agent.password.refused', agents.bob.id)).toMatchObject([
      { actor: `agent:${agents.bob.id}`, detail: { address: '127.0.0.1' } },
    ]);
    expect(await attempt('bob', password)).toBe(200);
  });

  it('does so once, when two of their desks do at the same time', async () => {
    const desks = [await signIn(server.url, 'bob'), await signIn(server.url, 'bob')];
    const both = [`${chosen}, l’une`, `${chosen}, l’autre`];
    const answers = await Promise.all(desks.map(async ({ token }, at) => await change(token, password, both[at])));
    const taken = answers.findIndex(({ status }) => status === 200);
    expect(answers[1 - taken]?.status).not.toBe(200);
    expect(await Promise.all(desks.map(opens))).toEqual([taken === 0, taken === 1]);
    expect(await attempt('bob', both[taken] ?? '')).toBe(200);
  });

  it('proves that it is their device, where the session is bound to one', async () => {
    const key = await newDeviceKey(crypto.subtle);
    const { token } = await signIn(server.url, 'dave', password, key);
    expect(await change(token, password, chosen)).toMatchObject({ status: 401, body: { code: 'AUTH_SESSION_ENDED' } });
    expect(await attempt('dave', password)).toBe(200);
    const url = `${server.url}/v1/password`;
    const response = await askAs(
      { token, prover: new Prover(key, crypto.subtle) },
      'POST',
      url,
      Date.now,
      async (headers) =>
        await fetch(url, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify({ password, newPassword: chosen }),
        }),
    );
    expect(response.status).toBe(200);
    expect(await attempt('dave', chosen)).toBe(200);
  });
});

describe('a new password', () => {
  it.each([
    ['that is too short', 'onze signes', 422, 'AUTH_PASSWORD_TOO_SHORT'],
    ['that is too long', 'x'.repeat(129), 422, 'AUTH_PASSWORD_TOO_LONG'],
    // Spaces in a row count once, but no sign-in would take so many.
    ['that no sign-in would take', `une phrase${' '.repeat(250)}et sa fin`, 422, 'AUTH_PASSWORD_TOO_LONG'],
    ['that has leaked', '1qaz2wsx3edc', 422, 'AUTH_PASSWORD_COMMON'],
    ['that has the login in it', 'je suis Carol ici', 422, 'AUTH_PASSWORD_HAS_LOGIN'],
    ['that is the present one', password, 422, 'AUTH_PASSWORD_SAME'],
    [
      'that is the present one, with its accents written otherwise',
      password.normalize('NFD'),
      422,
      'AUTH_PASSWORD_SAME',
    ],
    ['that is none', 12, 400, 'REQUEST_MALFORMED'],
  ])(
    '%s is refused by its reason, whatever the present one, and is no attempt',
    async (_, newPassword, status, code) => {
      const { token } = await signIn(server.url, 'carol');
      const before = await hashOf('carol');
      for (let count = 0; count < 5; count += 1) {
        expect(await change(token, password, newPassword)).toMatchObject({ status, body: { code } });
      }
      expect(await hashOf('carol')).toBe(before);
      expect(await opens({ token })).toBe(true);
    },
  );
});

describe('guessing the present one', () => {
  it('is held back by what holds back the sign-in, and holds it back', async () => {
    const { token } = await signIn(server.url, 'erin');
    const tooMany = { status: 429, body: { code: 'AUTH_TOO_MANY_ATTEMPTS' } };
    expect(await attempt('erin', 'faux')).toBe(401);
    for (let count = 0; count < 3; count += 1) expect(await change(token, 'faux', chosen)).toMatchObject(wrong);
    const refused = await change(token, password, chosen);
    expect(refused).toMatchObject(tooMany);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await attempt('Erin', password)).toBe(429);
    expect(await attempt('carol', password)).toBe(200);
  });

  it('begins anew after one that is right', async () => {
    const { token } = await signIn(server.url, 'carol');
    const phrases = [password, `${chosen}, un`, `${chosen}, deux`, `${chosen}, trois`];
    for (const [at, next] of phrases.slice(1).entries()) {
      for (let count = 0; count < 3; count += 1) expect(await change(token, 'faux', chosen)).toMatchObject(wrong);
      expect((await change(token, phrases[at] ?? '', next)).status).toBe(200);
    }
  });

  it('is held back from many addresses too, where the login is not known', async () => {
    const proxied = await startTestServer({
      environment: { CASQUE_TRUST_PROXY: 'loopback', CASQUE_SIGN_IN_LOGIN_REFUSALS: '5' },
    });
    const { token } = await signIn(proxied.url, 'alice');
    const from = async (address: string, present: string) =>
      await request(proxied.url, 'POST', '/v1/password', {
        token,
        body: { password: present, newPassword: chosen },
        headers: { 'x-forwarded-for': address },
      });
    for (let host = 1; host <= 5; host += 1) expect(await from(`192.0.2.${host}`, 'faux')).toMatchObject(wrong);
    expect((await from('192.0.2.6', password)).status).toBe(429);
    // Where she signed in she is not kept out by it.
    expect((await change(token, password, chosen, proxied)).status).toBe(200);
    await proxied.stop();
  });
});

describe('an agent who has signed in at the identity provider', () => {
  let idp: IdentityProvider;
  let provided: TestServer;
  beforeAll(async () => {
    idp = await IdentityProvider.start();
    idp.accounts.set('u-1', { preferred_username: 'alice' });
    provided = await startTestServer({ environment: idp.env });
  });
  afterAll(async () => {
    await provided.stop();
    await idp.stop();
  });

  it('is told whose password it is, and that it is not changed here', async () => {
    const { token, provider } = await signInByProvider(provided.url, 'u-1');
    expect(provider).toBe('Annuaire Lannion');
    const again = await request(provided.url, 'GET', '/v1/session', { token });
    expect(SessionInfo.parse(again.body).provider).toBe('Annuaire Lannion');
    const refused = { status: 409, body: { code: 'AUTH_PASSWORD_ELSEWHERE' } };
    expect(await change(token, password, chosen, provided)).toMatchObject(refused);
    const own = await signIn(provided.url, 'alice');
    expect(own.provider).toBeNull();
    expect((await change(own.token, password, chosen, provided)).status).toBe(200);
  });

  it('is known as such though the session began before servers wrote that down', async () => {
    const [byProvider, byPassword] = [
      await signInByProvider(provided.url, 'u-1'),
      await signIn(provided.url, 'alice', chosen),
    ];
    await sql`alter table sessions drop column signed_in_by`.execute(provided.db);
    await provided.db.transaction().execute(async (trx) => await signedInBy.up(trx as never));
    const providerOf = async ({ token }: { readonly token: string }) =>
      SessionInfo.parse((await request(provided.url, 'GET', '/v1/session', { token })).body).provider;
    expect(await Promise.all([byProvider, byPassword].map(providerOf))).toEqual(['Annuaire Lannion', null]);
  });
});

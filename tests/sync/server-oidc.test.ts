import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../domain/agent/agent.ts';
import { SessionListReply, SignInReply } from '../../domain/wire/session.ts';
import { agentWithLogin, removeAgent } from '../../server/directory/directory.ts';
import { IdentityProvider, signInAtProvider } from '../lab/identity-provider.ts';
import { request, signIn } from './support/desk.ts';
import { greet } from './support/events.ts';
import { agents, password, teams } from './support/organisation.ts';
import { answerOf, begin, finish, random, signInByProvider, tryProvider } from './support/provider-sign-in.ts';
import { ServerProcess } from './support/server-process.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let idp: IdentityProvider;
let server: TestServer;
beforeAll(async () => {
  idp = await IdentityProvider.start();
  server = await startTestServer({ environment: idp.env });
});
afterAll(async () => {
  await server.stop();
  await idp.stop();
});

const signInAs = async (account: string, on = server) => await tryProvider(on.url, account);

/** The refused sign-ins of the audit trail. */
async function refusals() {
  const found = await sql<{ actor: string; detail: unknown }>`select actor, detail from audit
    where action = 'session.refused' order by id`.execute(server.db);
  return found.rows;
}

describe('a sign-in at the identity provider', () => {
  it('is offered by its name where there is one', async () => {
    expect((await request(server.url, 'GET', '/v1/sign-in')).body).toEqual({
      provider: { name: 'Annuaire Lannion' },
      password: true,
    });
    const without = await startTestServer();
    expect((await request(without.url, 'GET', '/v1/sign-in')).body).toEqual({ provider: null, password: true });
    const body = { redirectUri: 'http://127.0.0.1:9/', state: random(), nonce: random(), challenge: random() };
    expect((await request(without.url, 'POST', '/v1/oidc', { body })).status).toBe(404);
    await without.stop();
  });

  it('signs in the agent of that name, with a session like any other', async () => {
    idp.accounts.set('u-1', { preferred_username: 'Alice', name: 'Alice à l’annuaire' });
    const { token, agent } = SignInReply.parse((await signInAs('u-1')).body);
    expect(agent.id).toBe(agents.alice.id);
    expect((await request(server.url, 'GET', '/v1/session', { token })).status).toBe(200);
    const audit = await sql<{ detail: unknown }>`select detail from audit where action = 'session.start'`.execute(
      server.db,
    );
    expect(audit.rows.at(-1)?.detail).toMatchObject({ by: 'oidc' });
    expect(server.log.join('')).not.toContain(token);
  });

  it('stays with who signed in first under that name, and knows them under a new one', async () => {
    idp.accounts.set('u-1', { preferred_username: 'alice.martin' });
    expect((await signInAs('u-1')).body).toMatchObject({ agent: { login: 'alice' } });
    // Somebody else has got the name there since.
    idp.accounts.set('u-2', { preferred_username: 'alice' });
    expect(await signInAs('u-2')).toMatchObject({ status: 403, body: { code: 'AUTH_NO_ACCOUNT' } });
  });

  it('is refused to who is no agent here, and to who has no name there', async () => {
    idp.accounts.set('u-3', { preferred_username: 'inconnu' });
    expect(await signInAs('u-3')).toMatchObject({ status: 403, body: { code: 'AUTH_NO_ACCOUNT' } });
    expect(await signInAs('u-4')).toMatchObject({ status: 403, body: { code: 'AUTH_NO_ACCOUNT' } });
    expect((await refusals()).at(-1)?.detail).toMatchObject({ by: 'oidc', code: 'AUTH_NO_ACCOUNT' });
  });

  it('works once, and for the desk alone that began it', async () => {
    idp.accounts.set('u-5', { preferred_username: 'bob' });
    const begun = await begin(server.url);
    const answer = answerOf(begun, await signInAtProvider(begun.url, 'u-5'));
    const refused = { status: 401, body: { code: 'AUTH_PROVIDER_REFUSED' } };
    expect(await finish(server.url, { ...answer, verifier: random() })).toMatchObject(refused);
    const again = await begin(server.url);
    const code = answerOf(again, await signInAtProvider(again.url, 'u-5'));
    expect(await finish(server.url, { ...code, nonce: random() })).toMatchObject(refused);
    const third = await begin(server.url);
    const right = answerOf(third, await signInAtProvider(third.url, 'u-5'));
    expect((await finish(server.url, right)).status).toBe(200);
    expect(await finish(server.url, right)).toMatchObject(refused);
    const before = await refusals();
    expect(await finish(server.url, { ...right, code: 'made up' })).toMatchObject(refused);
    expect((await refusals()).slice(before.length)).toEqual([
      { actor: 'nobody', detail: { address: '127.0.0.1', by: 'oidc', code: 'AUTH_PROVIDER_REFUSED' } },
    ]);
  });

  it.each([
    'https://evil.example/',
    'http://127.0.0.1:9/elsewhere',
    'http://localhost:9/',
    'http://127.0.0.1.evil.example:9/',
  ])('never comes back to %s', async (redirectUri) => {
    const body = { redirectUri, state: random(), nonce: random(), challenge: random() };
    expect((await request(server.url, 'POST', '/v1/oidc', { body })).status).toBe(400);
  });

  it('says so when the provider does not answer', async () => {
    const gone = await IdentityProvider.start();
    const lonely = await startTestServer({ environment: gone.env });
    await gone.stop();
    const body = { redirectUri: 'http://127.0.0.1:9/', state: random(), nonce: random(), challenge: random() };
    expect(await request(lonely.url, 'POST', '/v1/oidc', { body })).toMatchObject({
      status: 503,
      body: { code: 'AUTH_PROVIDER_UNREACHABLE' },
    });
    await lonely.stop();
  });
});

describe('where the settings say so', () => {
  it('an agent is made at the first sign-in, in the team that they name', async () => {
    const making = await startTestServer({ environment: { ...idp.env, CASQUE_OIDC_CREATE_TEAM: 'red' } });
    idp.accounts.set('u-6', { preferred_username: 'nouvelle', name: 'Nouvelle Venue' });
    const { agent } = SignInReply.parse((await signInAs('u-6', making)).body);
    expect(agent).toMatchObject({ login: 'nouvelle', name: 'Nouvelle Venue', role: 'agent', teamIds: [teams.red] });
    expect((await signInAs('u-6', making)).body).toMatchObject({ agent: { id: agent.id } });
    const passwords = await request(making.url, 'POST', '/v1/session', {
      body: { login: 'nouvelle', password: 'nouvelle', device: 'x' },
    });
    expect(passwords.status).toBe(401);
    await making.stop();
  });

  it('the address is the login, unless the provider does not vouch for it', async () => {
    const byMail = await startTestServer({ environment: { ...idp.env, CASQUE_OIDC_CLAIM: 'email' } });
    await sql`update credentials set login_key = 'carol@lannion.example' where agent_id = ${agents.carol.id}`.execute(
      byMail.db,
    );
    idp.accounts.set('u-7', { email: 'carol@lannion.example', email_verified: false });
    expect((await signInAs('u-7', byMail)).status).toBe(403);
    idp.accounts.set('u-7', { email: 'Carol@Lannion.example', email_verified: true });
    expect((await signInAs('u-7', byMail)).body).toMatchObject({ agent: { id: agents.carol.id } });
    await byMail.stop();
  });
});

describe('where passwords are off', () => {
  it('only the provider signs in, and what a password had opened is closed until they are on again', async () => {
    idp.accounts.set('u-10', { preferred_username: 'erin' });
    const [byPassword, byProvider] = [await signIn(server.url, 'erin'), await signInByProvider(server.url, 'u-10')];
    const strict = await server.startNode({ CASQUE_OIDC_ONLY: 'yes' });
    const statusAt = async (url: string, { token }: { readonly token: string }) =>
      (await request(url, 'GET', '/v1/session', { token })).status;
    const ways = { provider: { name: 'Annuaire Lannion' }, password: false };
    expect((await request(strict.url, 'GET', '/v1/sign-in')).body).toEqual(ways);
    for (const secret of [password, 'pas le bon']) {
      const body = { login: 'erin', password: secret, device: 'x' };
      expect(await request(strict.url, 'POST', '/v1/session', { body })).toMatchObject({
        status: 403,
        body: { code: 'AUTH_PASSWORDS_OFF' },
      });
    }
    expect((await refusals()).at(-1)?.detail).toEqual({ address: '127.0.0.1', code: 'AUTH_PASSWORDS_OFF' });
    expect(await statusAt(strict.url, byPassword)).toBe(401);
    const greeted = await greet(strict.url, byPassword.token);
    expect(await greeted.closed).toBe(4001);
    expect(await statusAt(strict.url, byProvider)).toBe(200);
    const listed = await request(strict.url, 'GET', '/v1/sessions', { token: byProvider.token });
    expect(SessionListReply.parse(listed.body).sessions).toMatchObject([{ current: true }]);
    expect((await signInByProvider(strict.url, 'u-10')).agent.id).toBe(agents.erin.id);
    await strict.stop();
    expect(await statusAt(server.url, byPassword)).toBe(200);
  });
});

describe('an administrator', () => {
  it('unties an agent from who they were there, and removes one from both', async () => {
    idp.accounts.set('u-8', { preferred_username: 'dave' });
    idp.accounts.set('u-9', { preferred_username: 'dave' });
    expect((await signInAs('u-8')).status).toBe(200);
    expect((await signInAs('u-9')).status).toBe(403);
    const untied = await new ServerProcess(['agent', 'untie', 'dave'], { DATABASE_URL: server.databaseUrl }).ended();
    expect(JSON.parse(untied.stdout)).toEqual({ login: 'dave', untied: 1 });
    expect((await signInAs('u-9')).body).toMatchObject({ agent: { id: agents.dave.id } });
    await server.db.transaction().execute(async (trx) => await removeAgent(trx, agents.dave.id));
    expect((await signInAs('u-9')).status).toBe(403);
    await expect(agentWithLogin(server.db, 'dave')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const kept = await server.db.selectFrom('agents').select('data').where('id', '=', agents.dave.id).execute();
    expect((kept[0]?.data as Agent).teamIds).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { askAs, newDeviceKey, Prover, publicHalf, type PrivateDeviceKey } from '../../domain/wire/proof.ts';
import { SessionListReply } from '../../domain/wire/session.ts';
import { request, signIn, type Answer } from './support/desk.ts';
import { greet, hear } from './support/events.ts';
import { password, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { StoreDesk } from './support/store-desk.ts';

let server: TestServer;
let key: PrivateDeviceKey;
let token: string;
beforeAll(async () => {
  server = await startTestServer();
  key = await newDeviceKey(crypto.subtle);
  const reply = await signIn(server.url, 'alice', password, key);
  expect(reply.bound).toBe(true);
  token = reply.token;
});
afterAll(async () => await server.stop());

const prover = () => new Prover(key, crypto.subtle);

async function ask(proof: string | undefined, method = 'GET', path = '/v1/session', shown = token): Promise<Answer> {
  const headers = { authorization: `DPoP ${shown}`, ...(proof === undefined ? {} : { dpop: proof }) };
  return await request(server.url, method, path, { headers });
}

const refused = { status: 401, body: { code: 'AUTH_SESSION_ENDED' } };

describe('a session that is bound to its device', () => {
  it('is opened by its token and a proof, and the list says so', async () => {
    expect((await ask(await prover().prove(token, 'GET', `${server.url}/v1/session`, Date.now()))).status).toBe(200);
    // By whatever name the server is known there.
    const proof = await prover().prove(token, 'GET', 'https://casque.example/v1/sessions?all', Date.now());
    const { sessions } = SessionListReply.parse((await ask(proof, 'GET', '/v1/sessions')).body);
    expect(sessions).toMatchObject([{ bound: true, current: true }]);
  });

  it('is not opened by its token alone, as a log or a proxy may have it', async () => {
    expect(await request(server.url, 'GET', '/v1/session', { token })).toMatchObject(refused);
    expect(await ask(undefined)).toMatchObject(refused);
    const { closed, messages } = await greet(server.url, token, newId());
    await closed;
    expect(messages).toEqual([{ type: 'ended' }]);
  });

  it.each([
    [
      'of another device',
      async () =>
        await new Prover(await newDeviceKey(crypto.subtle), crypto.subtle).prove(
          token,
          'GET',
          `${server.url}/v1/session`,
          Date.now(),
        ),
    ],
    ['of another request', async () => await prover().prove(token, 'GET', `${server.url}/v1/sessions`, Date.now())],
    ['of another method', async () => await prover().prove(token, 'DELETE', `${server.url}/v1/session`, Date.now())],
    ['of another token', async () => await prover().prove(`${token}x`, 'GET', `${server.url}/v1/session`, Date.now())],
    [
      'that was changed',
      async () => (await prover().prove(token, 'GET', `${server.url}/v1/session`, Date.now())).replace(/..$/, 'AA'),
    ],
    [
      'that says that it needs no signature',
      async () => {
        const [header = '', payload = ''] = (
          await prover().prove(token, 'GET', `${server.url}/v1/session`, Date.now())
        ).split('.');
        const none = Buffer.from(atob(header).replace('ES256', 'none')).toString('base64url');
        return `${none}.${payload}.`;
      },
    ],
    ['that is none', () => Promise.resolve('a.b.c')],
    ['that is too long', () => Promise.resolve('a'.repeat(5000))],
  ])('is not opened by a proof %s', async (_what, make) => {
    expect(await ask(await make())).toMatchObject(refused);
  });

  it('takes no proof twice, and none of another hour', async () => {
    const proof = await prover().prove(token, 'GET', `${server.url}/v1/session`, Date.now());
    expect((await ask(proof)).status).toBe(200);
    expect(await ask(proof)).toMatchObject({ status: 401, body: { code: 'AUTH_PROOF_STALE' } });
    const old = await prover().prove(token, 'GET', `${server.url}/v1/session`, Date.now() - 3_600_000);
    expect(await ask(old)).toMatchObject({ status: 401, body: { code: 'AUTH_PROOF_STALE' } });
  });

  it('goes on with a clock that is hours wrong', async () => {
    const authority = { token, prover: prover() };
    const wrong = () => Date.now() - 7_200_000;
    const url = `${server.url}/v1/session`;
    const asked: number[] = [];
    const send = async (headers: Readonly<Record<string, string>>) => {
      const response = await fetch(url, { headers });
      asked.push(response.status);
      return response;
    };
    expect((await askAs(authority, 'GET', url, wrong, send)).status).toBe(200);
    expect((await askAs(authority, 'GET', url, wrong, send)).status).toBe(200);
    // Told once, it knows.
    expect(asked).toEqual([401, 200, 200]);
  });

  it('pushes, pulls and listens, and ends when it is ended elsewhere', async () => {
    const desk = await StoreDesk.open(server.url, 'bob');
    await desk.newTicket(teams.red, 'Lié à ce poste');
    await desk.synced();
    // Another of bob's, by which he ends the first one.
    const other = await signIn(server.url, 'bob');
    const { sessions } = SessionListReply.parse(
      (await request(server.url, 'GET', '/v1/sessions', { token: other.token })).body,
    );
    const bound = sessions.find((session) => session.bound);
    await request(server.url, 'DELETE', `/v1/sessions/${bound?.id}`, { token: other.token });
    await desk.until('status', null, ({ sync }) => sync.state === 'signed-out');
    await desk.close();
  });
});

describe('a session without a key', () => {
  it('is opened by its token until it ends', async () => {
    const { token: old, bound } = await signIn(server.url, 'carol');
    expect(bound).toBe(false);
    expect((await request(server.url, 'GET', '/v1/session', { token: old })).status).toBe(200);
    (await hear(server.url, old)).socket.close();
  });

  it('is refused where the settings ask for a key, in words that an old desk understands', async () => {
    const strict = await startTestServer({ environment: { CASQUE_REQUIRE_DEVICE_KEY: 'yes' } });
    const body = { login: 'alice', password, device: 'x' };
    expect(await request(strict.url, 'POST', '/v1/session', { body })).toMatchObject({
      status: 426,
      body: { code: 'CLIENT_TOO_OLD' },
    });
    expect((await signIn(strict.url, 'alice', password, key)).bound).toBe(true);
    await strict.stop();
  });

  it('does not come from a key that is none', async () => {
    const wrong = { ...publicHalf(key), x: publicHalf(key).y };
    const body = { login: 'alice', password, device: 'x', key: wrong };
    expect((await request(server.url, 'POST', '/v1/session', { body })).status).toBe(400);
  });
});

/** A server behind a proxy on its own machine: who asks is whom the proxy names, and answers are as short as the way may be long. */
import { once } from 'node:events';
import { request as ask, type IncomingMessage } from 'node:http';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { newId } from '../../domain/ids.ts';
import { PullReply } from '../../domain/wire/sync.ts';
import { request, TestDesk } from './support/desk.ts';
import { password, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    environment: {
      CASQUE_TRUST_PROXY: 'loopback',
      CASQUE_REFUSALS_PER_MINUTE: '10',
      CASQUE_SIGN_IN_LOGIN_REFUSALS: '6',
    },
  });
});
afterAll(async () => await server.stop());

type Raw = { readonly headers: Readonly<Record<string, unknown>>; readonly bytes: Buffer };

/** As it comes over the wire: `fetch` would unpack it. */
async function pullRaw(desk: TestDesk, headers: Record<string, string>, limit = 2000): Promise<Raw> {
  const rest = { clientId: newId(), cursor: null, resultsSeen: 0, limit };
  const asked = ask(`${server.url}/v1/pull`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${desk.token}`, ...headers },
  });
  asked.end(JSON.stringify({ protocol: 1, ...rest }));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  return { headers: answer.headers, bytes: Buffer.concat(await answer.toArray()) };
}

describe('a page of a pull', () => {
  const away = { 'x-forwarded-for': '192.0.2.7' };
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await TestDesk.signIn(server.url, 'alice');
    for (let count = 0; count < 20; count += 1) desk.newTicket(teams.red, `Box qui redémarre, cas ${count}`);
    await desk.push();
  });

  it('is compressed in the best way that the desk takes, and is the same', async () => {
    const plain = await pullRaw(desk, away);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const rows = PullReply.parse(JSON.parse(plain.bytes.toString())).changes;
    expect(rows.length).toBeGreaterThan(20);
    const unpack = { zstd: zstdDecompressSync, gzip: gunzipSync };
    for (const [accepted, coding] of [
      ['gzip, deflate, br, zstd', 'zstd'],
      ['gzip, deflate', 'gzip'],
      ['gzip;q=0.5, zstd;q=0', 'gzip'],
    ] as const) {
      const packed = await pullRaw(desk, { ...away, 'accept-encoding': accepted });
      expect(packed.headers['content-encoding']).toBe(coding);
      expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
      expect(PullReply.parse(JSON.parse(unpack[coding](packed.bytes).toString())).changes).toEqual(rows);
    }
  });

  it.each([
    ['for a desk that takes no compression', { ...away, 'accept-encoding': 'identity, br' }, 2000],
    ['on the same machine', { 'accept-encoding': 'gzip, zstd' }, 2000],
    ['that is short', { ...away, 'accept-encoding': 'gzip, zstd' }, 1],
  ])('goes as it is %s', async (_, headers, limit) => {
    const { headers: answered, bytes } = await pullRaw(desk, headers, limit);
    expect(answered['content-encoding']).toBeUndefined();
    expect(PullReply.parse(JSON.parse(bytes.toString())).changes.length).toBeGreaterThan(0);
  });
});

describe('the limits of an address', () => {
  let number = 0;
  const badToken = (): string => String((number += 1)).padStart(43, 'x');
  const statusFrom = async (address: string): Promise<number> => {
    const headers = { 'x-forwarded-for': address };
    return (await request(server.url, 'GET', '/v1/session', { token: badToken(), headers })).status;
  };
  /** How a connection for news ends that shows a wrong token. */
  const closeFrom = async (address: string): Promise<number> => {
    const headers = { 'x-forwarded-for': address };
    const socket = new WebSocket(`${server.url.replace('http:', 'ws:')}/v1/events`, { headers });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'hello', token: badToken(), clientId: newId() }));
    const [code] = (await once(socket, 'close')) as [number];
    return code;
  };

  it('are those of whom the proxy names, not of the proxy', async () => {
    for (let count = 0; count < 10; count += 1) expect(await statusFrom('192.0.2.10')).toBe(401);
    expect(await statusFrom('192.0.2.10')).toBe(429);
    expect(await statusFrom('192.0.2.11')).toBe(401);
    // What the client itself has put before the proxy's word is not believed.
    expect(await statusFrom('192.0.2.99, 192.0.2.10')).toBe(429);
  });

  it('are so for connections for news, too', async () => {
    for (let count = 0; count < 10; count += 1) expect(await closeFrom('192.0.2.20')).toBe(4001);
    expect(await closeFrom('192.0.2.20')).toBe(1011);
    expect(await closeFrom('192.0.2.21')).toBe(4001);
  });
});

it('one login is not tried from many addresses without end, and everybody else signs in', async () => {
  const statusOf = async (login: string, secret: string, address: number): Promise<number> => {
    const headers = { 'x-forwarded-for': `198.51.100.${address}` };
    const body = { login, password: secret, device: 'x' };
    return (await request(server.url, 'POST', '/v1/session', { body, headers })).status;
  };
  expect(await statusOf('dave', password, 0)).toBe(200);
  for (let address = 1; address <= 6; address += 1) expect(await statusOf('dave', 'faux', address)).toBe(401);
  expect(await statusOf(' DAVE', 'faux', 7)).toBe(429);
  expect(await statusOf('erin', password, 7)).toBe(200);
  // Where the agent has signed in before, they still do.
  expect(await statusOf('dave', password, 8)).toBe(429);
  expect(await statusOf('dave', password, 0)).toBe(200);
});

it('nobody is whom they name themselves where no proxy is believed', async () => {
  const alone = await startTestServer({ environment: { CASQUE_REFUSALS_PER_MINUTE: '10' } });
  const statuses: number[] = [];
  for (let count = 0; count < 11; count += 1) {
    const token = String(count).padStart(43, 'y');
    const headers = { 'x-forwarded-for': `192.0.2.${count}` };
    statuses.push((await request(alone.url, 'GET', '/v1/session', { token, headers })).status);
  }
  expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
  await alone.stop();
});

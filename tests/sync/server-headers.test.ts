/** What every answer says beside its content (docs/asvs.md, 14.4), also those that are not the framework's. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { temporaryFolder } from './support/database.ts';
import { request, TestDesk } from './support/desk.ts';
import { teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
let folder: string;
let alice: TestDesk;
const metricsToken = 'a-token-for-prometheus';
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startTestServer({
    environment: { CASQUE_FILES: join(folder, 'files'), CASQUE_METRICS_TOKEN: metricsToken },
  });
  alice = await TestDesk.signIn(server.url, 'alice');
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Begins an upload, as tus has it. */
async function begin(): Promise<Response> {
  const ticketId = alice.newTicket(teams.red);
  await alice.push();
  const said = { id: newId(), ticketId, name: 'box.png', type: 'image/png', sha256: randomBytes(32).toString('hex') };
  const metadata = Object.entries(said).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`);
  return await fetch(`${server.url}/v1/files`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${alice.token}`,
      'tus-resumable': '1.0.0',
      'upload-length': '10',
      'upload-metadata': metadata.join(','),
    },
  });
}

/** What no answer goes without, whoever gives it. */
const always = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
};

it.each([
  ['an answer', '/health', 200],
  ['a refusal', '/v1/session', 401],
  ['what is not there', '/v1/nothing', 404],
  ['the metrics', '/metrics', 200],
])('%s is kept by nobody and shown by no page', async (_, path, status) => {
  const answer = await fetch(server.url + path, {
    headers: path === '/metrics' ? { authorization: `Bearer ${metricsToken}` } : {},
  });
  expect(answer.status).toBe(status);
  expect(Object.fromEntries(answer.headers)).toMatchObject(always);
});

it('nor is what tus answers by itself', async () => {
  const answer = await begin();
  expect(answer.status).toBe(201);
  expect(Object.fromEntries(answer.headers)).toMatchObject(always);
});

it('methods that nobody asked for are not there', async () => {
  for (const method of ['PUT', 'PATCH', 'PROPFIND', 'REPORT'])
    expect(await request(server.url, method, '/v1/session')).toMatchObject({ status: 404 });
});

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import type { Database } from '../../server/database/schema.ts';
import { BucketContents } from '../../server/files/bucket/bucket-contents.ts';
import { Bucket } from '../../server/files/bucket/bucket.ts';
import type { ObjectStorage } from '../lab/object-storage.ts';
import { temporaryFolder } from './support/database.ts';
import { request, TestDesk } from './support/desk.ts';
import { objectStorages } from './support/file-storage.ts';
import { teams } from './support/organisation.ts';
import { ServerProcess } from './support/server-process.ts';
import { secretKey, startTestServer, type TestServer } from './support/server.ts';
import { StoreDesk } from './support/store-desk.ts';
import { until } from './support/until.ts';
import { attach, begin, contentFor, offsetOf, sendPart } from './support/upload.ts';

const nowhere = {
  CASQUE_S3_BUCKET: 'casque-files',
  CASQUE_S3_ENDPOINT: 'http://127.0.0.1:1',
  CASQUE_S3_ACCESS_KEY: 'casque',
  CASQUE_S3_SECRET_KEY: 'tres-secret',
};
/** Nor any of this machine's own. */
const withoutKeys = {
  CASQUE_S3_ACCESS_KEY: '',
  CASQUE_S3_SECRET_KEY: '',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};
const metricsToken = 'prometheus-of-the-tests';
const away = { status: 503, body: { code: 'FILE_STORAGE_UNAVAILABLE' } };

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function startProcess(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const data = await temporaryFolder();
  const server = new ServerProcess(['serve', '--data', data, '--port', '0'], {
    CASQUE_SECRET_KEY: secretKey,
    ...environment,
  });
  ends.push(
    async () => await rm(data, { recursive: true, force: true }),
    async () => await server.kill('SIGTERM'),
  );
  return server;
}

describe('a server whose bucket is out of reach', () => {
  let server: TestServer;
  let alice: TestDesk;
  let ticketId: Id;
  beforeAll(async () => {
    server = await startTestServer({ environment: { ...nowhere, CASQUE_METRICS_TOKEN: metricsToken } });
    alice = await TestDesk.signIn(server.url, 'alice');
    ticketId = alice.newTicket(teams.red);
    await alice.push();
  });
  afterAll(async () => await server.stop());

  it('starts and works, and says so in its log, without its keys', async () => {
    expect((await request(server.url, 'GET', '/health')).status).toBe(200);
    const said = server.log.filter((line) => line.includes('the storage of files is not there'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('ECONNREFUSED');
    expect(server.log.join('')).not.toContain(nowhere.CASQUE_S3_SECRET_KEY);
  });

  it('answers for each file that it cannot now, and counts it', async () => {
    const sent = { id: newId(), content: randomBytes(100), ticketId };
    expect(await begin(alice, sent)).toMatchObject(away);
    expect(await offsetOf(alice, sent.id)).toBe(503);
    expect(await sendPart(alice, sent.id, sent.content, 0)).toMatchObject(away);
    expect(await attach(alice, sent.id)).toMatchObject(away);
    const headers = { authorization: `Bearer ${metricsToken}` };
    const measured = await (await fetch(`${server.url}/metrics`, { headers })).text();
    expect(measured).toMatch(
      /casque_http_request_duration_seconds_count\{method="PATCH",route="\/v1\/files\/:id",status="503"\} 1/,
    );
  });
});

it('copies that a node left behind when it died in the middle of a check go a day later', async () => {
  const [old, young] = [await temporaryCopy(), await temporaryCopy()];
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await utimes(old, yesterday, yesterday);
  const keys = { id: 'casque', secret: 'tres-secret' };
  const bucket = new Bucket({ name: 'casque-files', endpoint: 'http://127.0.0.1:1', region: 'us-east-1', keys });
  const log = pino({ enabled: false });
  // Nothing is asked of the database, nor of the bucket.
  const contents = new BucketContents(bucket, undefined as unknown as Database, { mostBytes: 1, origins: [], log });
  await contents.sweep();
  contents.close();
  await expect(stat(old)).rejects.toThrow('ENOENT');
  expect((await stat(young)).isDirectory()).toBe(true);
});

async function temporaryCopy(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'casque-file-'));
  ends.push(async () => await rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, newId()), 'content');
  return folder;
}

describe('the library for buckets', () => {
  /** As if it were not installed. */
  const hook = `import{registerHooks}from"node:module";registerHooks({resolve(name,context,next){if(name.startsWith("@aws-sdk/"))throw(new(Error)("without"));return(next(name,context))}})`;

  it.each([
    ['is not even loaded where files are in a folder', {}, 0],
    ['is where they are in a bucket', nowhere, 1],
  ])('%s', async (_what, environment, code) => {
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hook)}`;
    const server = await startProcess({ NODE_OPTIONS, ...environment });
    if (code === 0) expect(await server.listening()).toMatch(/^http/);
    else await expect(server.listening()).rejects.toThrow('without');
  });
});

describe.each(objectStorages)('a bucket', (Storage) => {
  let storage: ObjectStorage;
  let server: TestServer;
  let desks: readonly TestDesk[];
  let ticketId: Id;
  beforeAll(async () => {
    storage = await Storage.start();
    server = await startTestServer({ environment: storage.environment });
    const nodes = [server, await server.startNode(), await server.startNode()];
    const { token, agentId } = await TestDesk.signIn(server.url, 'alice');
    desks = nodes.map(({ url }) => new TestDesk(url, { token, agent: { id: agentId } }));
    ticketId = desks[0]!.newTicket(teams.red);
    await desks[0]!.push();
  });
  afterAll(async () => {
    await server.stop();
    await storage.stop();
  });

  const objectsOf = async (id: Id) => (await storage.names()).filter((name) => name.startsWith(id));

  it('takes each part of a file at another of three nodes, and keeps it as one object', async () => {
    const sent = { id: newId(), content: randomBytes(300_000), ticketId };
    await begin(desks[0]!, sent);
    for (const [turn, from] of [0, 70_000, 140_000, 210_000].entries()) {
      expect(await offsetOf(desks[turn % 3]!, sent.id)).toBe(from);
      const part = sent.content.subarray(from, from === 210_000 ? undefined : from + 70_000);
      expect((await sendPart(desks[(turn + 1) % 3]!, sent.id, part, from)).status).toBe(204);
    }
    expect(await objectsOf(sent.id)).toHaveLength(4);
    expect((await attach(desks[2]!, sent.id)).status).toBe(204);
    expect(await objectsOf(sent.id)).toEqual([sent.id]);
    for (const desk of desks) expect(await contentFor(desk, sent.id)).toEqual(sent.content);
  });

  it('makes one file of parts that two nodes took at the same time, however they overlap', async () => {
    const sent = { id: newId(), content: randomBytes(100_000), ticketId };
    await begin(desks[0]!, sent);
    const statuses = await Promise.all([
      sendPart(desks[0]!, sent.id, sent.content.subarray(0, 60_000), 0),
      sendPart(desks[1]!, sent.id, sent.content.subarray(0, 40_000), 0),
    ]);
    const offset = await offsetOf(desks[2]!, sent.id);
    expect(statuses.map(({ status }) => status)).toContain(204);
    expect((await sendPart(desks[2]!, sent.id, sent.content.subarray(offset), offset)).status).toBe(204);
    // A part that comes late, from a node that everybody had given up.
    await storage.put(`${sent.id}/0000030000-40000`, sent.content.subarray(30_000, 70_000));
    expect((await attach(desks[0]!, sent.id)).status).toBe(204);
    expect(await contentFor(desks[1]!, sent.id)).toEqual(sent.content);
  });

  it('cuts what comes in one long request', async () => {
    const sent = { id: newId(), content: randomBytes(9 * 1024 * 1024), ticketId };
    await begin(desks[0]!, sent);
    expect((await sendPart(desks[0]!, sent.id, sent.content, 0)).status).toBe(204);
    expect(await objectsOf(sent.id)).toHaveLength(3);
    expect((await attach(desks[0]!, sent.id)).status).toBe(204);
    expect(await contentFor(desks[0]!, sent.id)).toEqual(sent.content);
  });

  it('is asked again by both who put the same file into the timeline at once', async () => {
    const sent = { id: newId(), content: randomBytes(50_000), ticketId };
    await begin(desks[0]!, sent);
    await sendPart(desks[0]!, sent.id, sent.content, 0);
    const answers = await Promise.all(desks.map(async (desk) => await attach(desk, sent.id)));
    for (const { status } of answers) expect([204, 503]).toContain(status);
    for (const desk of desks) expect((await attach(desk, sent.id)).status).toBe(204);
    expect(await contentFor(desks[0]!, sent.id)).toEqual(sent.content);
  });

  it('that goes away in the middle of a file loses nothing: the desk goes on when it is back', async () => {
    const desk = await StoreDesk.open(server.url, 'bob');
    const sent = { id: newId(), content: randomBytes(1000), ticketId };
    const kept = { ...sent, id: newId() };
    await begin(desks[0]!, kept);
    await sendPart(desks[0]!, kept.id, kept.content, 0);
    await attach(desks[0]!, kept.id);
    await begin(desks[0]!, sent);
    await sendPart(desks[0]!, sent.id, sent.content.subarray(0, 400), 0);
    await storage.halt();
    expect(await contentFor(desks[0]!, kept.id)).toBe(503);
    expect(await sendPart(desks[1]!, sent.id, sent.content.subarray(400), 400)).toMatchObject(away);
    const id = newId();
    const bobs = await desk.newTicket(teams.red, 'Avec une photo');
    await desk.synced();
    const bytes = new Uint8Array(randomBytes(700_000));
    await desk.store.request('addFile', { id, ticketId: bobs, name: 'photo.png', type: 'image/png', bytes });
    await until('the desk to be refused', () =>
      server.log.some((line) => line.includes('"method":"POST","url":"/v1/files"')),
    );
    await storage.boot();
    expect(await contentFor(desks[0]!, kept.id)).toEqual(kept.content);
    expect(await offsetOf(desks[2]!, sent.id)).toBe(400);
    expect((await sendPart(desks[2]!, sent.id, sent.content.subarray(400), 400)).status).toBe(204);
    expect((await attach(desks[2]!, sent.id)).status).toBe(204);
    // As it does by itself a little later.
    await desk.store.request('renew', desk.session);
    await desk.until('ticket', { id: bobs }, (view) =>
      (view?.timeline ?? []).some((item) => item.kind === 'entry' && item.entry.id === id),
    );
    expect(await contentFor(desks[0]!, id)).toEqual(Buffer.from(bytes));
    await desk.close();
  });

  it('that lacks a content says so, and not that it is away; copied into it under its id, it is there again', async () => {
    const sent = { id: newId(), content: randomBytes(10), ticketId };
    await begin(desks[0]!, sent);
    await sendPart(desks[0]!, sent.id, sent.content, 0);
    await attach(desks[0]!, sent.id);
    await storage.remove(sent.id);
    expect(await contentFor(desks[0]!, sent.id)).toBe(404);
    await storage.put(sent.id, sent.content);
    expect(await contentFor(desks[0]!, sent.id)).toEqual(sent.content);
  });

  it.each([
    ['that is none', { CASQUE_S3_BUCKET: 'another-bucket' }, 'NoSuchBucket'],
    ['with wrong keys', { CASQUE_S3_SECRET_KEY: 'tres-secret' }, 'SignatureDoesNotMatch'],
    ['without keys', withoutKeys, 'CredentialsProviderError'],
  ])('%s ends the start with a sentence', async (_what, wrong, words) => {
    const refused = await startProcess({ ...storage.environment, ...wrong });
    const { code, stdout, stderr } = await refused.ended();
    expect(stderr).toMatch(
      new RegExp(`CASQUE_S3_BUCKET: the storage .+ \\(${words}\\) \\[START_CONFIGURATION_INVALID\\]`),
    );
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain('secret');
  });
});

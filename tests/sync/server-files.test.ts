import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../domain/timeline/entry.ts';
import { newId, type Id } from '../../domain/ids.ts';
import { changeAgent } from '../../server/directory/directory.ts';
import { collectFiles } from '../../server/files/collect.ts';
import { Contents } from '../../server/files/contents.ts';
import { eraseContact } from '../../server/privacy/erase-contact.ts';
import { temporaryFolder } from './support/database.ts';
import { request, TestDesk, type Answer } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
let folder: string;
let alice: TestDesk;
let bob: TestDesk;
let carol: TestDesk;
let ticketId: Id;
beforeAll(async () => {
  folder = await temporaryFolder();
  const scan = join(folder, 'scan.sh');
  await writeFile(scan, '#!/bin/sh\n! grep -q EICAR "$1"\n');
  await chmod(scan, 0o755);
  server = await startTestServer({
    environment: { CASQUE_FILES: join(folder, 'files'), CASQUE_FILE_MEGABYTES: '1', CASQUE_FILE_SCAN: scan },
  });
  alice = await TestDesk.signIn(server.url, 'alice');
  bob = await TestDesk.signIn(server.url, 'bob');
  carol = await TestDesk.signIn(server.url, 'carol');
  ticketId = alice.newTicket(teams.red);
  await alice.push();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const tus = { 'tus-resumable': '1.0.0' };

type Sent = { readonly id: Id; readonly content: Buffer; readonly ticketId?: Id; readonly [field: string]: unknown };

function metadataOf({ content, ...said }: Sent): string {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const all = { ticketId, name: 'photo de la box.png', type: 'image/png', sha256, ...said };
  return Object.entries(all)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}

async function begin(desk: TestDesk, sent: Sent): Promise<Answer> {
  const headers = { ...tus, 'upload-length': String(sent.content.length), 'upload-metadata': metadataOf(sent) };
  return await raw(desk, 'POST', '/v1/files', headers);
}

async function raw(
  desk: TestDesk,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Buffer,
): Promise<Answer> {
  const response = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${desk.token}`, ...headers },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
  const text = await response.text();
  const parsed = text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
  return { status: response.status, body: parsed, headers: response.headers };
}

async function sendPart(desk: TestDesk, id: Id, content: Buffer, offset: number): Promise<Answer> {
  const type = { 'content-type': 'application/offset+octet-stream' };
  return await raw(desk, 'PATCH', `/v1/files/${id}`, { ...tus, ...type, 'upload-offset': String(offset) }, content);
}

const attach = (desk: TestDesk, id: Id) => request(server.url, 'POST', `/v1/files/${id}/attach`, { token: desk.token });

async function sendWhole(desk: TestDesk, sent: Sent): Promise<Answer> {
  expect((await begin(desk, sent)).status).toBe(201);
  expect((await sendPart(desk, sent.id, sent.content, 0)).status).toBe(204);
  return await attach(desk, sent.id);
}

async function contentFor(desk: TestDesk, id: Id): Promise<Buffer | number> {
  const response = await fetch(`${server.url}/v1/files/${id}/content`, {
    headers: { authorization: `Bearer ${desk.token}` },
  });
  return response.ok ? Buffer.from(await response.arrayBuffer()) : response.status;
}

const stored = async () => (await readdir(join(folder, 'files'))).filter((name) => !name.endsWith('.json')).length;
const contents = () => new Contents({ folder: join(folder, 'files'), mostBytes: 1, origins: [] });

describe('a file', () => {
  it('goes up in parts, after a break where it stopped, and is the team’s once it is whole', async () => {
    const sent = { id: newId(), content: randomBytes(200_000), thumbnail: 'UklGRg' };
    const begun = await begin(alice, sent);
    expect(begun.status).toBe(201);
    expect(begun.headers.get('location')).toBe(`/v1/files/${sent.id}`);
    expect((await sendPart(alice, sent.id, sent.content.subarray(0, 80_000), 0)).status).toBe(204);
    expect(await attach(alice, sent.id)).toMatchObject({ status: 409, body: { code: 'FILE_INCOMPLETE' } });
    expect(await contentFor(bob, sent.id)).toBe(404);
    // Whoever lost count asks.
    const head = await raw(alice, 'HEAD', `/v1/files/${sent.id}`, tus);
    expect(head.headers.get('upload-offset')).toBe('80000');
    expect((await sendPart(alice, sent.id, sent.content.subarray(80_000), 80_000)).status).toBe(204);
    await bob.pull();
    expect(bob.row('entries', sent.id)).toBeUndefined();
    expect((await attach(alice, sent.id)).status).toBe(204);
    expect((await attach(alice, sent.id)).status).toBe(204);
    await bob.pull();
    expect(bob.row('entries', sent.id)).toMatchObject({
      kind: 'file',
      ticketId,
      authorId: agents.alice.id,
      name: 'photo de la box.png',
      size: 200_000,
      thumbnail: 'UklGRg',
    });
    expect(await contentFor(bob, sent.id)).toEqual(sent.content);
  });

  it('is begun again from the start under its id, until it is in the timeline', async () => {
    const sent = { id: newId(), content: randomBytes(1000) };
    await begin(alice, sent);
    await sendPart(alice, sent.id, sent.content.subarray(0, 500), 0);
    expect(await sendWhole(alice, sent)).toMatchObject({ status: 204 });
    expect(await begin(alice, sent)).toMatchObject({ status: 409, body: { code: 'MUTATION_ID_TAKEN' } });
  });

  it('is nobody else’s to go on with, to attach or to give up, nor to read outside its team', async () => {
    const sent = { id: newId(), content: randomBytes(1000) };
    await begin(alice, sent);
    const missing = { status: 404, body: { code: 'NOT_FOUND' } };
    for (const other of [bob, carol]) {
      expect((await raw(other, 'HEAD', `/v1/files/${sent.id}`, tus)).status).toBe(404);
      expect(await sendPart(other, sent.id, sent.content, 0)).toMatchObject(missing);
      expect(await attach(other, sent.id)).toMatchObject(missing);
      expect((await raw(other, 'DELETE', `/v1/files/${sent.id}`, {})).status).toBe(404);
      expect(await begin(other, { ...sent, ticketId: other === bob ? ticketId : await ticketOf(carol) })).toMatchObject(
        {
          status: 409,
        },
      );
    }
    await sendPart(alice, sent.id, sent.content, 0);
    await attach(alice, sent.id);
    expect(await contentFor(carol, sent.id)).toBe(404);
    expect(await begin(carol, { id: newId(), content: sent.content })).toMatchObject({
      status: 403,
      body: { code: 'MUTATION_FORBIDDEN' },
    });
  });

  it('does not come into a team that its agent has left meanwhile', async () => {
    const sent = { id: newId(), content: randomBytes(1000) };
    await begin(alice, sent);
    await sendPart(alice, sent.id, sent.content, 0);
    const move = async (teamId: Id) =>
      await server.db.transaction().execute(async (trx) => {
        await changeAgent(trx, (agent) => ({ ...agent, teamIds: [teamId] }), agents.alice.id);
      });
    await move(teams.blue);
    expect(await attach(alice, sent.id)).toMatchObject({ status: 403, body: { code: 'MUTATION_FORBIDDEN' } });
    await move(teams.red);
    expect((await attach(alice, sent.id)).status).toBe(204);
  });

  it('waits for its ticket, which may still be on its way', async () => {
    const sent = { id: newId(), content: randomBytes(10), ticketId: newId() };
    expect(await begin(alice, sent)).toMatchObject({ status: 404, body: { code: 'MUTATION_TARGET_MISSING' } });
  });

  it.each([
    ['too large', { content: randomBytes(1024 * 1024 + 1) }, 413, 'FILE_TOO_LARGE'],
    ['of a kind that nobody wants', { type: 'application/x-msdownload' }, 415, 'FILE_TYPE_REFUSED'],
    ['with a path for a name', { name: '../../etc/passwd' }, 400, 'REQUEST_MALFORMED'],
    ['with an id that is a path', { id: '../secret' }, 400, 'REQUEST_MALFORMED'],
    ['with a thumbnail that is none', { thumbnail: '"><script>' }, 400, 'REQUEST_MALFORMED'],
    ['of nothing', { content: Buffer.alloc(0) }, 400, 'REQUEST_MALFORMED'],
  ])('is refused %s', async (_what, change, status, code) => {
    const before = await stored();
    expect(await begin(alice, { id: newId(), content: randomBytes(10), ...change })).toMatchObject({
      status,
      body: { code },
    });
    expect(await stored()).toBe(before);
  });

  it('is refused and gone when it is damaged, or when the scan says so', async () => {
    const before = await stored();
    const damaged = { id: newId(), content: randomBytes(10) };
    await begin(alice, damaged);
    await sendPart(alice, damaged.id, randomBytes(10), 0);
    expect(await attach(alice, damaged.id)).toMatchObject({ status: 422, body: { code: 'FILE_DAMAGED' } });
    const bad = { id: newId(), content: Buffer.from('X5O!P%@AP EICAR-TEST') };
    expect(await sendWhole(alice, bad)).toMatchObject({ status: 422, body: { code: 'FILE_REFUSED' } });
    expect(await stored()).toBe(before);
    await bob.pull();
    expect(bob.row('entries', bad.id)).toBeUndefined();
  });

  it('is given up by who began it', async () => {
    const sent = { id: newId(), content: randomBytes(10) };
    await begin(alice, sent);
    expect((await raw(alice, 'DELETE', `/v1/files/${sent.id}`, {})).status).toBe(204);
    expect((await raw(alice, 'HEAD', `/v1/files/${sent.id}`, tus)).status).toBe(404);
  });
});

describe('what belongs to no ticket any more', () => {
  it('is collected: the file of an erased person, of a deleted ticket, and of an upload that rests', async () => {
    const contactId = newId();
    const rest = { organisation: null, town: null, email: null, numbers: [], customerNumber: null };
    alice.mutate('contact.create@1', { id: contactId, name: 'Zoé', ...rest });
    const theirs = newId();
    const nobody = { callerNumber: null, assigneeId: null, tags: [], callId: null };
    alice.mutate('ticket.create@1', {
      id: theirs,
      teamId: teams.red,
      subject: 'x',
      impact: 3,
      urgency: 3,
      contactId,
      ...nobody,
    });
    await alice.push();
    const [ofZoe, deleted, resting, young] = [newId(), newId(), newId(), newId()];
    const content = randomBytes(10);
    await sendWhole(alice, { id: ofZoe, content, ticketId: theirs });
    await sendWhole(alice, { id: deleted, content });
    await begin(alice, { id: resting, content });
    await begin(alice, { id: young, content });
    await mkdir(join(folder, 'files', 'not-a-file'), { recursive: true });
    expect(await collectFiles(server.db, contents())).toBe(0);

    await eraseContact(server.db, contactId, true);
    await sql`delete from entries where id = ${deleted}`.execute(server.db);
    await sql`update uploads set created_at = now() - interval '15 days' where id = ${resting}`.execute(server.db);
    expect(await contentFor(bob, ofZoe)).toBe(404);
    expect(await collectFiles(server.db, contents())).toBe(3);
    const left = await readdir(join(folder, 'files'));
    for (const id of [ofZoe, deleted, resting]) expect(left).not.toContain(id);
    expect(left).toContain(young);
    await bob.pull();
    const entry = bob.row('entries', ofZoe) as Extract<Entry, { kind: 'file' }>;
    expect(entry).toMatchObject({ name: '[effacé - erased]', thumbnail: null });
    expect(entry.erasedAt).toBeTruthy();
  });
});

async function ticketOf(desk: TestDesk): Promise<Id> {
  const id = desk.newTicket(teams.blue);
  await desk.push();
  return id;
}

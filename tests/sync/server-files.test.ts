import { randomBytes } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../domain/timeline/entry.ts';
import { newId, type Id } from '../../domain/ids.ts';
import { readConfiguration } from '../../server/configuration.ts';
import { changeAgent } from '../../server/directory/directory.ts';
import { collectFiles } from '../../server/files/collect.ts';
import type { Contents } from '../../server/files/contents.ts';
import { openContents } from '../../server/files/open-contents.ts';
import { eraseContact } from '../../server/privacy/erase-contact.ts';
import { temporaryFolder } from './support/database.ts';
import { TestDesk, type Answer } from './support/desk.ts';
import { fileStorages, type FileStorage } from './support/file-storage.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { ask, attach, begin as beginWith, contentFor, offsetOf, sendPart, type Sent } from './support/upload.ts';

describe.each(fileStorages)('with the files in $place', ({ start }) => {
  let storage: FileStorage;
  let server: TestServer;
  let folder: string;
  let contents: Contents;
  let alice: TestDesk;
  let bob: TestDesk;
  let carol: TestDesk;
  let ticketId: Id;
  beforeAll(async () => {
    storage = await start();
    folder = await temporaryFolder();
    const scan = join(folder, 'scan.sh');
    await writeFile(scan, '#!/bin/sh\n! grep -q EICAR "$1"\n');
    await chmod(scan, 0o755);
    const environment = { ...storage.environment, CASQUE_FILE_MEGABYTES: '1', CASQUE_FILE_SCAN: scan };
    server = await startTestServer({ environment });
    contents = await openContents(readConfiguration(environment).files, server.db, {
      origins: [],
      log: pino({ enabled: false }),
    });
    alice = await TestDesk.signIn(server.url, 'alice');
    bob = await TestDesk.signIn(server.url, 'bob');
    carol = await TestDesk.signIn(server.url, 'carol');
    ticketId = alice.newTicket(teams.red);
    await alice.push();
  });
  afterAll(async () => {
    contents.close();
    await server.stop();
    await storage.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const begin = async (desk: TestDesk, sent: Partial<Sent> & Pick<Sent, 'id' | 'content'>): Promise<Answer> =>
    await beginWith(desk, { ticketId, ...sent });

  async function sendWhole(desk: TestDesk, sent: Partial<Sent> & Pick<Sent, 'id' | 'content'>): Promise<Answer> {
    expect((await begin(desk, sent)).status).toBe(201);
    expect((await sendPart(desk, sent.id, sent.content, 0)).status).toBe(204);
    return await attach(desk, sent.id);
  }

  const stored = async () => (await storage.names()).length;

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
      expect(await offsetOf(alice, sent.id)).toBe(80_000);
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
        expect(await offsetOf(other, sent.id)).toBe(404);
        expect(await sendPart(other, sent.id, sent.content, 0)).toMatchObject(missing);
        expect(await attach(other, sent.id)).toMatchObject(missing);
        expect((await ask(other, 'DELETE', `/v1/files/${sent.id}`, {})).status).toBe(404);
        expect(
          await begin(other, { ...sent, ticketId: other === bob ? ticketId : await ticketOf(carol) }),
        ).toMatchObject({
          status: 409,
        });
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
      expect((await ask(alice, 'DELETE', `/v1/files/${sent.id}`, {})).status).toBe(204);
      expect(await offsetOf(alice, sent.id)).toBe(404);
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
      for (const id of [resting, young]) {
        await begin(alice, { id, content });
        await sendPart(alice, id, content.subarray(0, 5), 0);
      }
      await storage.addForeign('not-a-file');
      expect(await collectFiles(server.db, contents)).toBe(0);

      await eraseContact(server.db, contactId, true);
      await sql`delete from entries where id = ${deleted}`.execute(server.db);
      await sql`update uploads set created_at = now() - interval '15 days' where id = ${resting}`.execute(server.db);
      expect(await contentFor(bob, ofZoe)).toBe(404);
      expect(await collectFiles(server.db, contents)).toBe(3);
      const left = await storage.names();
      for (const id of [ofZoe, deleted, resting]) expect(left).not.toContain(id);
      expect(left).toContain('not-a-file');
      expect(left).toContain(young);
      await bob.pull();
      const entry = bob.row('entries', ofZoe) as Extract<Entry, { kind: 'file' }>;
      expect(entry).toMatchObject({ name: '[effacé - erased]', thumbnail: null });
      expect(entry.erasedAt).toBeTruthy();
    });
  });
});

async function ticketOf(desk: TestDesk): Promise<Id> {
  const id = desk.newTicket(teams.blue);
  await desk.push();
  return id;
}

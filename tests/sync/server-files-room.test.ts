import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { readConfiguration } from '../../server/configuration.ts';
import { collectFiles } from '../../server/files/collect.ts';
import { openContents } from '../../server/files/open-contents.ts';
import { TestDesk, type Answer } from './support/desk.ts';
import { fileStorages, type FileStorage } from './support/file-storage.ts';
import { teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { ask, attach, begin, offsetOf, sendPart } from './support/upload.ts';

const megabyte = 1024 * 1024;
const reached = { status: 413, body: { code: 'FILE_QUOTA_REACHED' } };
const full = { status: 507, body: { code: 'FILE_STORAGE_FULL' } };

/** An agent has 2 MB and 6 files, all of them together have 3 MB. */
describe.each(fileStorages)('the room for files in $place', ({ start }) => {
  let storage: FileStorage;
  let environment: Readonly<Record<string, string>>;
  let server: TestServer;
  let alice: TestDesk;
  let bob: TestDesk;
  let ticketId: Id;
  beforeAll(async () => {
    storage = await start();
    environment = {
      ...storage.environment,
      CASQUE_FILE_MEGABYTES: '1',
      CASQUE_FILE_AGENT_MEGABYTES: '2',
      CASQUE_FILE_AGENT_FILES: '6',
      CASQUE_FILE_ALL_MEGABYTES: '3',
      CASQUE_METRICS_TOKEN: 'prometheus-of-the-tests',
    };
    server = await startTestServer({ environment });
    alice = await TestDesk.signIn(server.url, 'alice');
    bob = await TestDesk.signIn(server.url, 'bob');
    ticketId = alice.newTicket(teams.red);
    await alice.push();
  });
  afterEach(async () => {
    await sql`delete from uploads`.execute(server.db);
    await collect();
  });
  afterAll(async () => {
    await server.stop();
    await storage.stop();
  });

  const one = randomBytes(megabyte);
  const small = randomBytes(10);

  const beginOne = async (desk: TestDesk, content = one, id = newId()): Promise<Answer & { readonly id: Id }> => ({
    ...(await begin(desk, { id, content, ticketId })),
    id,
  });

  async function collect(): Promise<void> {
    const log = pino({ enabled: false });
    const contents = await openContents(readConfiguration(environment).files, server.db, { origins: [], log });
    await collectFiles(server.db, contents);
    contents.close();
  }

  it('of one agent is not taken by another, and there is an end to that of all', async () => {
    expect((await beginOne(alice)).status).toBe(201);
    expect((await beginOne(alice)).status).toBe(201);
    const refused = await beginOne(alice, small);
    expect(refused).toMatchObject(reached);
    expect(await offsetOf(alice, refused.id)).toBe(404);
    expect(await storage.names()).not.toContain(refused.id);
    expect((await beginOne(bob)).status).toBe(201);
    const late = await beginOne(bob, small);
    expect(late).toMatchObject(full);
    expect(await offsetOf(bob, late.id)).toBe(404);
    const headers = { authorization: 'Bearer prometheus-of-the-tests' };
    expect(await (await fetch(`${server.url}/metrics`, { headers })).text()).toContain(
      `\ncasque_file_bytes ${3 * megabyte}\n`,
    );
  });

  it('is limited in the number of files too', async () => {
    for (let file = 0; file < 6; file += 1) expect((await beginOne(alice, small)).status).toBe(201);
    expect(await beginOne(alice, small)).toMatchObject(reached);
  });

  it('is not passed by uploads that begin at once, on two nodes', async () => {
    const node = await server.startNode();
    const there = new TestDesk(node.url, { token: alice.token, agent: { id: alice.agentId } });
    const third = randomBytes(megabyte - 400_000);
    const begun = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => await beginOne(index % 2 === 0 ? alice : there, third)),
    );
    expect(begun.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(begun.filter(({ status }) => status !== 201)).toMatchObject(Array(5).fill(reached));
    await node.stop();
  });

  it('is not taken twice by an upload that is begun again', async () => {
    await beginOne(alice);
    const { id } = await beginOne(alice);
    expect((await beginOne(alice, one, id)).status).toBe(201);
    expect((await beginOne(alice, small, id)).status).toBe(201);
    expect((await beginOne(alice, randomBytes(megabyte - 10))).status).toBe(201);
  });

  it('is given back by an upload that is given up, refused or damaged, that rests, or whose file is deleted', async () => {
    const [rests, whole] = [await beginOne(alice), await beginOne(alice)];
    await sendPart(alice, whole.id, one, 0);
    expect((await attach(alice, whole.id)).status).toBe(204);
    // What is in a timeline takes as much as while it came.
    expect(await beginOne(alice)).toMatchObject(reached);
    await sql`delete from entries where id = ${whole.id}`.execute(server.db);
    expect(await beginOne(alice)).toMatchObject(reached);
    await collect();
    const damaged = await beginOne(alice);
    expect(damaged.status).toBe(201);
    await sendPart(alice, damaged.id, randomBytes(megabyte), 0);
    expect(await attach(alice, damaged.id)).toMatchObject({ body: { code: 'FILE_DAMAGED' } });
    const given = await beginOne(alice);
    expect(given.status).toBe(201);
    expect(await beginOne(alice)).toMatchObject(reached);
    expect((await ask(alice, 'DELETE', `/v1/files/${given.id}`, {})).status).toBe(204);
    expect((await beginOne(alice)).status).toBe(201);
    expect(await beginOne(alice)).toMatchObject(reached);
    await sql`update uploads set created_at = now() - interval '15 days' where id = ${rests.id}`.execute(server.db);
    await collect();
    expect((await beginOne(alice)).status).toBe(201);
  });
});

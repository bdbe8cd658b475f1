import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { runSql } from './support/database.ts';
import { fileStorages, type FileStorage } from './support/file-storage.ts';
import { FlakyProxy } from './support/flaky-proxy.ts';
import { teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { StoreDesk } from './support/store-desk.ts';
import { until } from './support/until.ts';

describe.each(fileStorages)('with the server’s files in $place', ({ start }) => {
  let storage: FileStorage;
  let server: TestServer;
  let proxy: FlakyProxy;
  let alice: StoreDesk;
  let ticketId: Id;
  beforeAll(async () => {
    storage = await start();
    server = await startTestServer({ environment: { ...storage.environment, CASQUE_FILE_MEGABYTES: '3' } });
  });
  afterAll(async () => {
    await server.stop();
    await storage.stop();
  });
  beforeEach(async () => {
    proxy = await FlakyProxy.to(server.url);
    alice = await StoreDesk.open(proxy.url, 'alice');
    ticketId = await alice.newTicket(teams.red, 'Avec une photo');
    await alice.synced();
  });
  afterEach(async () => {
    await alice.close();
    await proxy.close();
  });

  async function add(bytes: Buffer, given: { readonly type?: string; readonly id?: Id } = {}) {
    const { type = 'image/png', id = newId() } = given;
    const content = new Uint8Array(bytes);
    return {
      id,
      added: await alice.store.request('addFile', { id, ticketId, name: 'été/photo.png', type, bytes: content }),
    };
  }

  const waiting = async (wanted: (count: number) => boolean) =>
    await alice.until('waitingFiles', { ticketId }, (files) => wanted(files.length));

  async function inTimeline(id: Id) {
    const view = await alice.until('ticket', { id: ticketId }, (answer) =>
      (answer?.timeline ?? []).some((item) => item.kind === 'entry' && item.entry.id === id),
    );
    return view?.timeline.find((item) => item.kind === 'entry' && item.entry.id === id);
  }

  async function entriesOf(id: Id): Promise<number> {
    return (await runSql(server.databaseUrl, 'select 1 from entries where id = $1', [id])).length;
  }

  describe('a file that is added at a desk', () => {
    it('waits without the server, counts as not sent, and goes up when it is there', async () => {
      proxy.cut();
      await alice.until('status', null, ({ sync }) => sync.state === 'offline');
      const content = randomBytes(1_400_000);
      const { id, added } = await add(content);
      expect(added).toEqual({ ok: true, value: null });
      expect(await waiting((count) => count === 1)).toMatchObject([
        { id, name: 'été_photo.png', size: content.length, sent: 0, refused: null, thumbnail: null },
      ]);
      await alice.until('status', null, ({ queued }) => queued === 1);
      expect(await alice.store.request('wipe', { discardQueued: false })).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      proxy.mend(server.url);
      await alice.store.request('syncNow', null);
      expect(await inTimeline(id)).toMatchObject({
        entry: { kind: 'file', name: 'été_photo.png', size: content.length },
      });
      await waiting((count) => count === 0);
      await alice.synced();
      const read = await alice.store.request('readFile', { id });
      expect(read.ok && Buffer.from(read.value).equals(content)).toBe(true);
    });

    it('goes on after lost answers, and is there once', async () => {
      const id = newId();
      for (const path of ['/v1/files', `/v1/files/${id}`, `/v1/files/${id}/attach`]) {
        const lost = proxy.loseNextAnswer(path);
        if (path === '/v1/files') await add(randomBytes(1_400_000), { id });
        await lost;
        // As it does by itself when the server is seen again.
        await alice.store.request('renew', alice.session);
      }
      await inTimeline(id);
      expect(await entriesOf(id)).toBe(1);
    });

    it('waits for a ticket that is still on its way', async () => {
      proxy.cut();
      await alice.until('status', null, ({ sync }) => sync.state === 'offline');
      ticketId = await alice.newTicket(teams.red, 'Né hors ligne');
      const { id } = await add(randomBytes(100));
      proxy.mend(server.url);
      await alice.store.request('syncNow', null);
      await inTimeline(id);
    });

    it('given twice is one', async () => {
      const id = newId();
      await add(randomBytes(100), { id });
      expect((await add(randomBytes(100), { id })).added.ok).toBe(true);
      await inTimeline(id);
      expect((await add(randomBytes(100), { id })).added.ok).toBe(true);
      expect(await entriesOf(id)).toBe(1);
    });

    it('is refused here where the server would, and told when the server does', async () => {
      expect((await add(randomBytes(10), { type: 'application/x-msdownload' })).added).toMatchObject({
        code: 'FILE_TYPE_REFUSED',
      });
      expect((await add(randomBytes(3 * 1024 * 1024 + 1))).added).toMatchObject({ code: 'FILE_TOO_LARGE' });
      expect((await add(Buffer.alloc(0))).added).toMatchObject({ code: 'REQUEST_MALFORMED' });
      expect(await waiting(() => true)).toEqual([]);
      ticketId = newId();
      const { id } = await add(randomBytes(10));
      expect(await alice.until('waitingFiles', { ticketId }, ([file]) => file?.refused != null)).toMatchObject([
        { id, refused: 'MUTATION_TARGET_MISSING' },
      ]);
      expect(await alice.store.request('dropFile', { id })).toMatchObject({ ok: true });
      await waiting((count) => count === 0);
      await alice.synced();
    });
  });
});

describe('with little room at the server', () => {
  let storage: FileStorage;
  let server: TestServer;
  let alice: StoreDesk;
  let ticketId: Id;
  beforeAll(async () => {
    storage = await fileStorages[0]!.start();
    const room = { CASQUE_FILE_MEGABYTES: '2', CASQUE_FILE_AGENT_MEGABYTES: '2' };
    server = await startTestServer({ environment: { ...storage.environment, ...room } });
    alice = await StoreDesk.open(server.url, 'alice');
    ticketId = await alice.newTicket(teams.red, 'Avec des photos');
    await alice.synced();
  });
  afterAll(async () => {
    await alice.close();
    await server.stop();
    await storage.stop();
  });

  async function add(bytes: number): Promise<Id> {
    const [id, content] = [newId(), new Uint8Array(randomBytes(bytes))];
    await alice.store.request('addFile', { id, ticketId, name: 'photo.png', type: 'image/png', bytes: content });
    return id;
  }

  const uploads = async () =>
    (await runSql(server.databaseUrl, 'select id from uploads order by id')).map(({ id }) => id);

  const waiting = async (refused: readonly (string | null)[]) =>
    await alice.until(
      'waitingFiles',
      { ticketId },
      (files) => files.every((file, index) => file.refused === refused[index]) && files.length === refused.length,
    );

  it('a file stays on this machine and is told, holds no other up, and goes up once there is room', async () => {
    const first = await add(1_900_000);
    await waiting([]);
    const second = await add(1_000_000);
    expect(await waiting(['FILE_QUOTA_REACHED'])).toMatchObject([{ id: second, size: 1_000_000 }]);
    const third = await add(100_000);
    await alice.until('ticket', { id: ticketId }, (view) =>
      (view?.timeline ?? []).some((item) => item.kind === 'entry' && item.entry.id === third),
    );
    await waiting(['FILE_QUOTA_REACHED']);
    expect(await uploads()).toEqual([first, third].toSorted());
    await runSql(server.databaseUrl, 'delete from uploads where id = $1', [first]);
    // As it does by itself when the server is seen again.
    await alice.store.request('renew', alice.session);
    await waiting([]);
    expect(await uploads()).toEqual([second, third].toSorted());
  });

  it('one that is taken away while it goes up gives its room back', async () => {
    await runSql(server.databaseUrl, 'delete from uploads');
    const logged = (words: string) => server.log.filter((line) => line.includes(words)).length;
    const [begun, missing] = ['"statusCode":201', '"code":"NOT_FOUND"'];
    const before = [logged(begun), logged(missing)] as const;
    const holder = new pg.Client({ connectionString: server.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query('lock table uploads in exclusive mode');
    const id = await add(1_900_000);
    await until('the server begins it', async () => {
      const beginning = `select from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into "uploads"%'`;
      return (await runSql(server.databaseUrl, beginning)).length > 0;
    });
    expect(await alice.store.request('dropFile', { id })).toMatchObject({ ok: true });
    await waiting([]);
    // The word that it is given up has come before what it is about.
    await until('there is nothing to give up', () => logged(missing) > before[1]);
    await holder.query('commit');
    await holder.end();
    await until('it was begun', () => logged(begun) > before[0]);
    await until('the server has forgotten it', async () => (await uploads()).length === 0);
    await alice.synced();
    expect(await runSql(server.databaseUrl, 'select from entries where id = $1', [id])).toEqual([]);
  });
});

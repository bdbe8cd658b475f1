import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { databaseName } from '../../../renderer/store/contract.ts';
import { Database } from '../../../renderer/store/database/database.ts';
import type { PageRecord } from '../../../renderer/store/database/records.ts';
import { storageError } from '../../../renderer/store/database/storage-error.ts';
import { TestDesk, aTeam, aTicket, anAgent, serverUrl } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';

const team = aTeam('N1');
const anne = anAgent('Anne', [team]);

/** The same rows, of which none is JSON any more. */
function damaged(page: PageRecord): PageRecord {
  const text = new TextDecoder().decode(page.values).replaceAll('"', '');
  return { ...page, values: new TextEncoder().encode(text) };
}

let server: ModelServer;
let desk: TestDesk;
beforeEach(() => {
  server = new ModelServer([team], [anne]);
  desk = TestDesk.at(server, anne, [team]);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await desk.close();
});

/** The desk's database, while the desk is not running. */
async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const database = new Database(desk.platform, databaseName(serverUrl, anne.id));
  await database.open();
  await work(database);
  database.close();
}

async function anObjectStore(): Promise<IDBObjectStore> {
  return await new Promise((resolve) => {
    const opened = desk.platform.disk.open('another', 1);
    opened.addEventListener('upgradeneeded', () => opened.result.createObjectStore('rows'));
    opened.addEventListener('success', () => resolve(opened.result.transaction('rows').objectStore('rows')));
  });
}

describe('a full disk', () => {
  it('is said, and nothing counts as saved', async () => {
    await desk.open();
    await desk.synced();
    const ticketId = await desk.createTicket(team, 'Avant');
    await desk.synced();
    const stores = Object.getPrototypeOf(await anObjectStore()) as IDBObjectStore;
    const full = vi.spyOn(stores, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const note = { id: newId(), ticketId, text: 'Perdu ?' };
    const mutated = await desk.store.request('mutate', { name: 'note.add@1', args: note });
    const saved = await desk.store.request('saveDraft', { key: `note:${ticketId}`, text: 'Perdu ?' });
    expect([mutated, saved]).toMatchObject([
      { ok: false, code: 'STORE_FULL' },
      { ok: false, code: 'STORE_FULL' },
    ]);
    expect((await desk.until('ticket', { id: ticketId }))?.timeline).toEqual([]);
    expect((await desk.until('status', null)).queued).toBe(0);

    full.mockRestore();
    expect(await desk.store.request('mutate', { name: 'note.add@1', args: note })).toMatchObject({ ok: true });
    await desk.synced();
    expect(server.rows.has(`entries/${note.id}`)).toBe(true);
  });

  it('is said, and not that the data are damaged, where the engine says only that it failed', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    desk.journal.failsWith = 'STORE_FULL';
    vi.spyOn(desk.platform.disk, 'open').mockImplementation(() => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    });
    expect(await desk.store.request('open', desk.session)).toMatchObject({ ok: false, code: 'STORE_FULL' });
    expect(desk.happened).toEqual([]);
  });

  it('closes the database under the desk, which has it again once there is room', async () => {
    await desk.open();
    await desk.synced();
    server.stop();
    const ticketId = await desk.createTicket(team, 'Avant');
    desk.platform.closeConnections();
    vi.spyOn(desk.platform.disk, 'open').mockImplementation(() => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    });
    desk.journal.failsWith = 'STORE_FULL';
    const draft = { key: `note:${ticketId}`, text: 'Plus de place' };
    for (let times = 0; times < 2; times++) {
      expect(await desk.store.request('saveDraft', draft)).toMatchObject({ ok: false, code: 'STORE_FULL' });
    }
    vi.restoreAllMocks();
    desk.journal.failsWith = null;
    expect(await desk.store.request('saveDraft', draft)).toMatchObject({ ok: true });
    await desk.addNote(ticketId, 'Encore de la place');
    expect((await desk.until('status', null)).queued).toBe(2);
  });

  it('is told from other failures however deep Dexie wraps it', () => {
    const quota = new DOMException('no room', 'QuotaExceededError');
    const abort = Object.assign(new Error('aborted'), { name: 'AbortError', inner: quota });
    const bulk = Object.assign(new Error('bulk'), { name: 'BulkError', failures: [quota] });
    for (const error of [quota, abort, bulk]) expect(storageError(error).code).toBe('STORE_FULL');
    expect(storageError(new Error('disk I/O error')).code).toBe('STORE_UNAVAILABLE');
  });
});

describe('a damaged database', () => {
  it('without its meta is rebuilt from the server, said aloud, and loses nothing of the queue', async () => {
    const ticket = aTicket(team);
    server.write('tickets', ticket);
    await desk.open();
    await desk.synced();
    server.stop();
    await desk.addNote(ticket.id, 'Pas encore partie');
    await desk.close();
    await withDatabase((database) => database.commit({ delete: { meta: ['meta'] } }));
    server.start();
    await desk.crash();
    const { rebuiltAt } = await desk.until(
      'status',
      null,
      ({ sync, queued }) => sync.state === 'online' && queued === 0,
    );
    expect(rebuiltAt).toBe('2026-11-20T09:00:00.000Z');
    expect(desk.platform.logged.some((line) => line.startsWith('store-rebuilt'))).toBe(true);
    const view = await desk.until('ticket', { id: ticket.id });
    expect(view?.timeline).toMatchObject([{ entry: { text: 'Pas encore partie' }, delivery: 'confirmed' }]);
    expect([...server.applied.values()]).toEqual([1]);
  });

  it.each(['gone', 'unreadable'])('with a page %s is pulled again', async (how) => {
    const tickets = Array.from({ length: 50 }, () => aTicket(team));
    for (const ticket of tickets) server.write('tickets', ticket);
    await desk.open();
    await desk.synced();
    await desk.close();
    await withDatabase(async (database) => {
      for (const page of await database.all('pages')) {
        if (how === 'gone') await database.commit({ delete: { pages: [page.no] } });
        else await database.commit({ put: { pages: [damaged(page)] } });
      }
    });
    await desk.crash();
    const { id } = tickets[7]!;
    const view = await desk.until('ticket', { id }, (answer) => answer !== null);
    expect(view?.ticket.id).toBe(id);
    await desk.until('status', null, ({ sync, rebuiltAt }) => sync.state === 'online' && rebuiltAt !== undefined);
    expect((await desk.until('tickets', { view: 'team', text: '', limit: 1 })).total).toBe(50);
  });

  it('that cannot be opened is said', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    vi.spyOn(desk.platform.disk, 'open').mockImplementation(() => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    });
    const opened = await desk.store.request('open', desk.session);
    expect(opened).toMatchObject({ ok: false, code: 'STORE_DAMAGED' });
    const saved = await desk.store.request('saveDraft', { key: 'note:x', text: 'mots' });
    expect(saved).toMatchObject({ ok: false, code: 'STORE_UNAVAILABLE' });
    vi.restoreAllMocks();
    expect(await desk.store.request('open', desk.session)).toMatchObject({ ok: true });
  });

  it('whose rows cannot be read is said, though it could be opened', async () => {
    await desk.open();
    await desk.synced();
    await desk.close();
    const stores = Object.getPrototypeOf(await anObjectStore()) as IDBObjectStore;
    vi.spyOn(stores, 'getAll').mockImplementation(() => {
      throw new DOMException('disk I/O error', 'UnknownError');
    });
    await desk.crash();
    const { sync } = await desk.until('status', null, (status) => status.sync.state === 'offline');
    expect(sync).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await desk.store.request('saveDraft', { key: 'note:x', text: 'mots' })).toMatchObject({ ok: false });
  });

  it('that a newer version of the program wrote opens with its rows, its queue and its words', async () => {
    await desk.open();
    await desk.synced();
    server.stop();
    const ticketId = await desk.createTicket(team, 'Écrit par la suivante');
    await desk.store.request('saveDraft', { key: `note:${ticketId}`, text: 'mots' });
    await desk.close();
    // Dexie's version 7, with a store that this one does not know.
    await new Promise<void>((done) => {
      const opened = desk.platform.disk.open(databaseName(serverUrl, anne.id), 70);
      opened.addEventListener('upgradeneeded', () => opened.result.createObjectStore('later', { keyPath: 'id' }));
      opened.addEventListener('success', () => {
        opened.result.close();
        done();
      });
    });
    await desk.crash();
    expect((await desk.until('ticket', { id: ticketId }))?.ticket.subject).toBe('Écrit par la suivante');
    expect((await desk.until('status', null)).queued).toBe(1);
    expect((await desk.store.request('draft', { key: `note:${ticketId}` }))?.text).toBe('mots');
    server.start();
    await desk.store.request('syncNow', null);
    await desk.synced();
    expect([...server.applied.values()]).toEqual([1]);
  });

  it('that another window holds is said', async () => {
    const release = await desk.platform.lock(databaseName(serverUrl, anne.id));
    expect(await desk.store.request('open', desk.session)).toMatchObject({ ok: false, code: 'STORE_UNAVAILABLE' });
    release?.();
    expect(await desk.store.request('open', desk.session)).toMatchObject({ ok: true });
  });
});

describe('wiping', () => {
  it('is refused while something is queued, unless the agent says so', async () => {
    await desk.open();
    await desk.synced();
    server.stop();
    await desk.createTicket(team, 'Pas encore partie');
    expect(await desk.store.request('wipe', { discardQueued: false })).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect((await desk.until('status', null)).queued).toBe(1);
    expect(await desk.store.request('wipe', { discardQueued: true })).toMatchObject({ ok: true });
    expect(await desk.platform.disk.databases()).toEqual([]);
    await desk.open();
    expect((await desk.until('status', null)).queued).toBe(0);
  });
});

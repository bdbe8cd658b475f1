/** The outbox's second place, from the store's side: what IndexedDB loses is put back and sent, once. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { databaseName } from '../../../renderer/store/contract.ts';
import { Database } from '../../../renderer/store/database/database.ts';
import type { Meta } from '../../../renderer/store/database/records.ts';
import { TestDesk, aTeam, anAgent, serverUrl } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';

const team = aTeam('N1');
const anne = anAgent('Anne', [team]);
const name = databaseName(serverUrl, anne.id);

let server: ModelServer;
let desk: TestDesk;
beforeEach(async () => {
  server = new ModelServer([team], [anne]);
  desk = TestDesk.at(server, anne, [team]);
  await desk.open();
  await desk.synced();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await desk.close();
});

/** The engine wipes the database while the desk is not running. */
async function wipeDatabase(): Promise<void> {
  await desk.close();
  const database = new Database(desk.platform, name);
  await database.remove();
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const database = new Database(desk.platform, name);
  await database.open();
  await work(database);
  database.close();
}

function kinds(): readonly string[] {
  return desk.journal.lines.map(({ kind }) => kind);
}

async function sentOnce(count: number): Promise<void> {
  await desk.synced();
  expect([...server.applied.values()]).toEqual(Array.from({ length: count }, () => 1));
}

describe('the journal of the outbox', () => {
  it('has what is queued before the desk is told that it is saved, and nothing of it once the server confirmed it', async () => {
    const ticketId = await desk.createTicket(team, 'Box en panne');
    await desk.synced();
    server.stop();
    await vi.waitFor(() => expect(kinds()).toEqual(['client']));
    await desk.addNote(ticketId, 'Une');
    expect(kinds()).toEqual(['client', 'queued']);
    await desk.addNote(ticketId, 'Deux');
    expect(kinds()).toEqual(['client', 'queued', 'queued']);
    server.start();
    await desk.store.request('syncNow', null);
    await desk.synced();
    await vi.waitFor(() => expect(kinds()).toEqual(['client']));
  });

  it('has what is queued before it is seen: a database that a power cut has torn may drop what it was told last', async () => {
    server.stop();
    const ticketId = await desk.createTicket(team, 'Box en panne');
    const seen: number[] = [];
    const stop = desk.store.watch('ticket', { id: ticketId }, (view) => seen.push(view?.timeline.length ?? -1));
    await vi.waitFor(() => expect(seen.at(-1)).toBe(0));
    let written = (): void => undefined;
    desk.journal.slow = new Promise((done) => (written = done));
    const sent = desk.addNote(ticketId, 'Une');
    for (let round = 0; round < 200; round++) await new Promise((next) => setImmediate(next));
    expect(seen.at(-1)).toBe(0);
    written();
    await sent;
    await vi.waitFor(() => expect(seen.at(-1)).toBe(1));
    stop();
  });

  it('is not written at a start that finds it as it is to be', async () => {
    server.stop();
    await desk.createTicket(team, 'Attend');
    const before = desk.journal.requests;
    await desk.crash();
    await desk.until('status', null, ({ queued }) => queued === 1);
    // Both second places are read.
    expect(desk.journal.requests).toBe(before + 2);
  });

  it('goes with the agent’s data when they sign out', async () => {
    await vi.waitFor(() => expect(kinds()).toEqual(['client']));
    await desk.store.request('wipe', { discardQueued: false });
    expect(desk.journal.files.size).toBe(0);
  });

  it('that cannot be written is said, holds nothing up, and is made good when it can be again', async () => {
    server.stop();
    desk.journal.failsWith = 'STORE_FULL';
    await desk.createTicket(team, 'Sans journal');
    expect((await desk.until('status', null, ({ journal }) => journal !== undefined)).journal).toBe('STORE_FULL');
    desk.journal.failsWith = null;
    await desk.createTicket(team, 'Avec journal');
    expect(kinds()).toEqual(['client', 'queued', 'queued']);
    await desk.until('status', null, ({ journal }) => journal === undefined);
  });

  it('that cannot be read is not written over', async () => {
    server.stop();
    await desk.createTicket(team, 'Attend');
    desk.journal.failsWith = 'SHELL_FAILED';
    await wipeDatabase();
    await desk.crash();
    await desk.until('status', null, ({ journal }) => journal === 'SHELL_FAILED');
    desk.journal.failsWith = null;
    await desk.createTicket(team, 'Nouveau');
    expect(kinds()).toEqual(['client', 'queued']);
    server.start();
    await desk.crash();
    await sentOnce(2);
  });
});

describe('a database that was wiped', () => {
  it('costs nothing that was queued: it is shown, and sent under the same numbers', async () => {
    server.stop();
    const ticketId = await desk.createTicket(team, 'Box en panne');
    await desk.addNote(ticketId, 'Voyant rouge');
    const before = desk.journal.lines;
    await wipeDatabase();
    await desk.crash();
    const view = await desk.until('ticket', { id: ticketId }, (answer) => answer !== null);
    expect(view?.ticket.subject).toBe('Box en panne');
    expect(view?.timeline).toMatchObject([{ entry: { text: 'Voyant rouge' }, delivery: 'queued' }]);
    const { queued, rebuiltAt } = await desk.until('status', null);
    expect([queued, rebuiltAt]).toEqual([2, '2026-11-20T09:00:00.000Z']);
    expect(desk.journal.lines).toEqual(before);
    server.start();
    await desk.store.request('syncNow', null);
    await sentOnce(2);
  });

  it('and whose queue the server had taken already is not applied twice', async () => {
    const ticketId = await desk.createTicket(team, 'Box en panne');
    await desk.synced();
    // Taken, but the answer never came: nothing was struck out.
    server.stop();
    await desk.addNote(ticketId, 'Voyant rouge');
    const queued = structuredClone(desk.journal.lines);
    server.start();
    await desk.store.request('syncNow', null);
    await desk.synced();
    await wipeDatabase();
    desk.journal.files.set(name, [...queued]);
    await desk.crash();
    await sentOnce(2);
  });

  it('is said even when nothing was queued', async () => {
    await vi.waitFor(() => expect(kinds()).toEqual(['client']));
    await wipeDatabase();
    await desk.crash();
    await desk.until('status', null, ({ rebuiltAt }) => rebuiltAt !== undefined);
  });

  it('with a hole in the journal sends the rest under a new identity', async () => {
    const ticketId = await desk.createTicket(team, 'Box en panne');
    await desk.synced();
    server.stop();
    await vi.waitFor(() => expect(kinds()).toEqual(['client']));
    for (const text of ['Une', 'Deux', 'Trois']) await desk.addNote(ticketId, text);
    await wipeDatabase();
    desk.journal.files.set(name, desk.journal.lines.toSpliced(2, 1));
    server.start();
    await desk.crash();
    await sentOnce(3);
    const view = await desk.until('ticket', { id: ticketId }, (answer) => answer?.timeline.length === 2);
    expect(view?.timeline).toMatchObject([{ entry: { text: 'Une' } }, { entry: { text: 'Trois' } }]);
  });
});

describe('a database that lost its last writes', () => {
  it('gets them back from the journal', async () => {
    server.stop();
    const ticketId = await desk.createTicket(team, 'Box en panne');
    let meta: unknown;
    await desk.close();
    await withDatabase(async (database) => void (meta = await database.get('meta', 'meta')));
    await desk.crash();
    await desk.addNote(ticketId, 'Perdue');
    await desk.close();
    await withDatabase(async (database) => {
      const last = (await database.all('outbox')).at(-1)!;
      await database.commit({ delete: { outbox: [last.seq] }, clear: ['pending'], put: { meta: [meta as never] } });
    });
    await desk.crash();
    const view = await desk.until('ticket', { id: ticketId }, (answer) => answer !== null);
    expect(view?.timeline).toMatchObject([{ entry: { text: 'Perdue' }, delivery: 'queued' }]);
    server.start();
    await desk.store.request('syncNow', null);
    await sentOnce(2);
  });

  it('shows what was put back, though the program ended again before it had run it', async () => {
    server.stop();
    const ticketId = await desk.createTicket(team, 'Box en panne');
    await desk.addNote(ticketId, 'Remise');
    await desk.close();
    await withDatabase(async (database) => {
      const last = (await database.all('outbox')).at(-1)!;
      const pending = await database.all('pending');
      await database.commit({
        clear: ['pending'],
        put: {
          pending: pending
            .map((record) => ({ ...record, by: record.by.filter((id) => id !== last.id) }))
            .filter(({ by }) => by.length > 0),
        },
      });
    });
    await desk.crash();
    const view = await desk.until('ticket', { id: ticketId }, (answer) => answer !== null);
    expect(view?.timeline).toMatchObject([{ entry: { text: 'Remise' }, delivery: 'queued' }]);
  });
});

describe('a database that has to take a new identity, at a server that was restored to a backup', () => {
  it('sends again what was confirmed, though it no longer knows who it was', async () => {
    const restore = server.backup();
    await desk.createTicket(team, 'Box en panne');
    await desk.synced();
    await desk.close();
    await withDatabase((database) => database.commit({ delete: { meta: ['meta'] } }));
    restore();
    await desk.crash();
    await sentOnce(1);
  });

  it('sends it again before what only the journal still had', async () => {
    const restore = server.backup();
    const ticketId = await desk.createTicket(team, 'Box en panne');
    await desk.synced();
    server.stop();
    await desk.addNote(ticketId, 'Voyant rouge');
    await desk.close();
    await withDatabase(async (database) => {
      const meta = (await database.get('meta', 'meta')) as Meta;
      await database.commit({ clear: ['outbox', 'pending'], put: { meta: [{ ...meta, clientId: newId() }] } });
    });
    server.start();
    restore();
    await desk.crash();
    await sentOnce(2);
    expect((await desk.until('status', null)).refused).toEqual([]);
  });
});

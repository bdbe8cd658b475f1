import { describe, expect, it, vi } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { databaseName, type RefusedMutation } from '../../../renderer/store/contract.ts';
import { Database } from '../../../renderer/store/database/database.ts';
import { aTeam, aTicket, anAgent, serverUrl, type TestDesk } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const [n1, n2] = [aTeam('N1 Internet'), aTeam('Niveau 2')];
const lea = anAgent('Léa', [n1]);

/** A note that Léa wrote offline on a ticket that went to another team meanwhile. */
async function withRefusedNote() {
  const server = new ModelServer([n1, n2], [lea]);
  const [ticket, other] = [aTicket(n1, { subject: 'Box' }), aTicket(n1, { subject: 'Mobile' })];
  for (const each of [ticket, other]) server.write('tickets', each);
  const desk = await syncedDesk(server, lea);
  server.stop();
  const noteId = await desk.addNote(ticket.id, 'Elle rappelle demain');
  server.write('tickets', { ...ticket, scope: n2.id });
  server.start();
  await desk.store.request('syncNow', null);
  const { refused } = await desk.until('status', null, (status) => status.refused.length === 1 && status.queued === 0);
  return { server, desk, other, noteId, refused: refused[0] as RefusedMutation };
}

function again(
  desk: TestDesk,
  { id }: RefusedMutation,
  args: { id: Id; ticketId: Id; text: string },
  endsDraft?: string,
) {
  return desk.store.request('mutate', { name: 'note.add@1', args, settles: id, endsDraft });
}

describe('what the server refused', () => {
  it('is sent again corrected, under a new number, and is dealt with in the same step', async () => {
    const { server, desk, other, noteId, refused } = await withRefusedNote();
    const draft = `refused:${refused.id}`;
    await desk.store.request('saveDraft', { key: draft, text: '{}' });
    const done = await again(desk, refused, { id: noteId, ticketId: other.id, text: 'Elle rappelle mardi' }, draft);
    expect(done).toMatchObject({ ok: true });
    expect(await desk.until('refused', null)).toEqual([]);
    expect(await desk.store.request('draft', { key: draft })).toBeNull();
    await desk.synced();
    const last = server.pushes.at(-1)?.mutations.at(-1);
    expect(last).toMatchObject({ seq: 2, args: { ticketId: other.id } });
    expect(last?.id).not.toBe(refused.id);
    const view = await desk.until('ticket', { id: other.id }, (each) => each?.timeline.length === 1);
    expect(view?.timeline[0]).toMatchObject({
      delivery: 'confirmed',
      entry: { id: noteId, text: 'Elle rappelle mardi' },
    });
  });

  it('waits through a crash, and what took its place does too', async () => {
    const { server, desk, other, noteId, refused } = await withRefusedNote();
    await desk.crash();
    expect(await desk.until('refused', null, (each) => each.length === 1)).toMatchObject([{ id: refused.id }]);
    server.stop();
    await again(desk, refused, { id: noteId, ticketId: other.id, text: 'Elle rappelle mardi' });
    await desk.crash();
    const { refused: left, queued } = await desk.until('status', null, ({ sync }) => sync.state !== 'syncing');
    expect({ left, queued }).toEqual({ left: [], queued: 1 });
    server.start();
    await desk.store.request('syncNow', null);
    await desk.synced();
    expect(server.rows.get(`entries/${noteId}`)?.row).toMatchObject({ ticketId: other.id });
  });

  it('cannot be sent again twice, and stays where what takes its place is refused at once', async () => {
    const { desk, other, noteId, refused } = await withRefusedNote();
    const nowhere = await again(desk, refused, { id: noteId, ticketId: newId(), text: 'x' });
    expect(nowhere).toMatchObject({ ok: false, code: 'MUTATION_TARGET_MISSING' });
    expect(await desk.until('refused', null)).toHaveLength(1);
    expect(await again(desk, refused, { id: noteId, ticketId: other.id, text: 'x' })).toMatchObject({ ok: true });
    expect(await again(desk, refused, { id: newId(), ticketId: other.id, text: 'x' })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('is not lost by signing out without being asked', async () => {
    const { desk, refused } = await withRefusedNote();
    expect(await desk.store.request('wipe', { discardQueued: false })).toMatchObject({ ok: false });
    await desk.store.request('dismissRefused', { id: refused.id });
    expect(await desk.store.request('wipe', { discardQueued: false })).toMatchObject({ ok: true });
  });
});

describe('the second place of what the server refused', () => {
  const kinds = (desk: TestDesk) => desk.journal.lines.map(({ kind }) => kind);

  /** While the desk does not run. */
  async function withDatabase(desk: TestDesk, work: (database: Database) => Promise<void>): Promise<void> {
    await desk.close();
    const database = new Database(desk.platform, databaseName(serverUrl, lea.id));
    await database.open();
    await work(database);
    database.close();
  }

  it('gives the words back when the database is gone, that is told, and they can be sent corrected', async () => {
    const { server, desk, other, noteId, refused } = await withRefusedNote();
    await vi.waitFor(() => expect(kinds(desk)).toEqual(['client', 'refused']));
    await withDatabase(desk, (database) => database.remove());
    await desk.crash();
    const { id, name, args, at, result } = refused;
    expect(await desk.until('refused', null, (each) => each.length === 1)).toEqual([{ id, name, args, at, result }]);
    expect(desk.happened).toContain('outbox-recovered');
    await again(desk, refused, { id: noteId, ticketId: other.id, text: 'Elle rappelle mardi' });
    await desk.synced();
    expect(server.rows.get(`entries/${noteId}`)?.row).toMatchObject({ ticketId: other.id });
    await vi.waitFor(() => expect(kinds(desk)).toEqual(['client']));
    await withDatabase(desk, (database) => database.remove());
    await desk.crash();
    await desk.synced();
    expect(await desk.until('refused', null)).toEqual([]);
  });

  it('knows before it is sent what took its place, and that it did', async () => {
    const { server, desk, other, noteId, refused } = await withRefusedNote();
    await vi.waitFor(() => expect(kinds(desk)).toEqual(['client', 'refused']));
    server.stop();
    await again(desk, refused, { id: noteId, ticketId: other.id, text: 'Elle rappelle mardi' });
    expect(kinds(desk)).toEqual(['client', 'refused', 'queued', 'settled']);
    await withDatabase(desk, (database) => database.remove());
    await desk.crash();
    const { refused: left, queued } = await desk.until('status', null, ({ sync }) => sync.state !== 'syncing');
    expect({ left, queued }).toEqual({ left: [], queued: 1 });
  });

  it('does not bring back what was given up, though it has not heard of that', async () => {
    const { desk, refused } = await withRefusedNote();
    await vi.waitFor(() => expect(kinds(desk)).toEqual(['client', 'refused']));
    const before = new Map(desk.journal.files);
    await desk.store.request('dismissRefused', { id: refused.id });
    await vi.waitFor(() => expect(kinds(desk)).toEqual(['client']));
    await desk.close();
    for (const [key, lines] of before) desk.journal.files.set(key, lines);
    await desk.crash();
    await desk.synced();
    expect(await desk.until('refused', null)).toEqual([]);
    expect(desk.happened).not.toContain('outbox-recovered');
  });

  it('gives them back to a database that lost the refusal, of which the server speaks no more', async () => {
    const { desk, refused } = await withRefusedNote();
    await vi.waitFor(() => expect(kinds(desk)).toEqual(['client', 'refused']));
    await withDatabase(desk, async (database) => {
      const meta = await database.get('meta', 'meta');
      const { id, args, at } = refused;
      await database.commit({
        clear: ['refused'],
        put: {
          meta: [{ ...meta, confirmedSeq: 0 } as never],
          outbox: [{ id, seq: 1, name: 'note.add@1', args, at }],
        },
      });
    });
    await desk.crash();
    await desk.synced();
    expect(await desk.until('refused', null)).toMatchObject([{ id: refused.id, args: refused.args }]);
  });
});

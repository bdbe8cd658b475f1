/** The drafts' second place: words being typed survive the loss of the database, and what was sent does not come back. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Id } from '../../../domain/ids.ts';
import { databaseName } from '../../../renderer/store/contract.ts';
import { Database } from '../../../renderer/store/database/database.ts';
import { TestDesk, aTeam, anAgent, serverUrl } from './support/desk.ts';

const team = aTeam('N1');
const anne = anAgent('Anne', [team]);
const name = databaseName(serverUrl, anne.id);

let desk: TestDesk;
let ticketId: Id;
beforeEach(async () => {
  desk = new TestDesk(anne, [team], null);
  await desk.open();
  ticketId = await desk.createTicket(team, 'Box en panne');
});
afterEach(() => desk.close());

const save = (text: string) => desk.store.request('saveDraft', { key: `note:${ticketId}`, text });
const send = () => desk.store.request('sendDraft', { key: `note:${ticketId}`, ticketId });
const draft = () => desk.store.request('draft', { key: `note:${ticketId}` });

/** The second place follows a moment after the database. */
async function copied(text: string): Promise<void> {
  await vi.waitFor(() => {
    desk.platform.advance(500);
    const [copy] = [...desk.journal.drafts.values()].flat();
    expect(copy).toMatchObject({ key: `note:${ticketId}`, text });
  });
}

/** While the desk does not run. */
async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  await desk.close();
  const database = new Database(desk.platform, name);
  await database.open();
  await work(database);
  database.close();
  await desk.crash();
}

describe('a draft', () => {
  it('comes back from its second place when the database is gone, and that is told', async () => {
    await save('Le client dit que');
    await copied('Le client dit que');
    await withDatabase((database) => database.remove());
    expect(await draft()).toMatchObject({ text: 'Le client dit que' });
    await vi.waitFor(() => expect(desk.happened).toContain('drafts-recovered'));
    // Nothing of it was on the screen.
    expect(desk.isStale).toBe(false);
  });

  it('that the damaged database has in an older state comes back as it was last, and the desk begins again', async () => {
    await save('Le client dit');
    desk.platform.advance(1_000);
    await save('Le client dit que tout clignote');
    await copied('Le client dit que tout clignote');
    await withDatabase((database) =>
      database.commit({
        put: { drafts: [{ key: `note:${ticketId}`, text: 'Le client dit', savedAt: '2026-11-20T09:00:00.000Z' }] },
      }),
    );
    expect(await draft()).toMatchObject({ text: 'Le client dit que tout clignote' });
    await vi.waitFor(() => expect(desk.isStale).toBe(true));
  });

  it.each([
    ['while the desk runs', false],
    ['before its next start', true],
  ])('goes on though the clock is set back %s: the last words count in both places', async (_, isNext) => {
    await save('Le client dit');
    await copied('Le client dit');
    if (isNext) await desk.crash();
    desk.platform.setBack(3_600_000);
    await save('Le client dit que tout clignote');
    await copied('Le client dit que tout clignote');
    // The database has the words of before, and a time that is later than the clock's.
    await withDatabase((database) =>
      database.commit({
        put: { drafts: [{ key: `note:${ticketId}`, text: 'Le client dit', savedAt: '2026-11-20T09:00:00.000Z' }] },
      }),
    );
    expect(await draft()).toMatchObject({ text: 'Le client dit que tout clignote' });
  });

  it('that was sent after the clock was set back does not come back', async () => {
    await save('Box redémarrée');
    await copied('Box redémarrée');
    desk.platform.setBack(3_600_000);
    expect(await send()).toMatchObject({ ok: true });
    await copied('');
    await withDatabase((database) =>
      database.commit({
        put: { drafts: [{ key: `note:${ticketId}`, text: 'Box redémarrée', savedAt: '2026-11-20T09:00:00.000Z' }] },
      }),
    );
    expect(await draft()).toBeNull();
  });

  it('that was sent does not come back, though its second place did not hear of it', async () => {
    await save('Box redémarrée');
    await copied('Box redémarrée');
    desk.platform.advance(10);
    expect(await send()).toMatchObject({ ok: true });
    const { journal } = desk;
    const before = structuredClone(journal.drafts);
    await desk.crash();
    for (const [key, drafts] of before) journal.drafts.set(key, drafts);
    expect(await draft()).toBeNull();
    await desk.crash();
    expect(await draft()).toBeNull();
    expect(desk.happened).not.toContain('drafts-recovered');
  });

  it('that was sent does not come back, though the database lost that and its second place did not hear of it', async () => {
    await save('Box redémarrée');
    await copied('Box redémarrée');
    const { journal } = desk;
    const before = structuredClone(journal.drafts);
    let meta: unknown;
    await withDatabase(async (database) => void (meta = await database.get('meta', 'meta')));
    const written = await draft();
    desk.platform.advance(10);
    expect(await send()).toMatchObject({ ok: true });
    await withDatabase(async (database) => {
      const last = (await database.all('outbox')).at(-1)!;
      await database.commit({
        delete: { outbox: [last.seq] },
        put: { meta: [meta as never], drafts: [written as never] },
      });
      for (const [key, drafts] of before) journal.drafts.set(key, drafts);
    });
    expect(await draft()).toBeNull();
    const view = await desk.until('ticket', { id: ticketId }, (answer) => answer?.timeline.length === 1);
    expect(view?.timeline).toMatchObject([{ entry: { text: 'Box redémarrée' } }]);
    // Its words were on the screen, from what the database had.
    await vi.waitFor(() => expect(desk.isStale).toBe(true));
    expect(desk.happened).not.toContain('drafts-recovered');
  });

  it('that was sent is over in its second place at once, not only after the pause between two writes', async () => {
    await save('Box redémarrée');
    await copied('Box redémarrée');
    await save('Box redémarrée.');
    expect(await send()).toMatchObject({ ok: true });
    await vi.waitFor(() => expect([...desk.journal.drafts.values()].flat()).toMatchObject([{ text: '' }]));
  });

  it('that was deleted does not come back when the database is gone', async () => {
    await save('Non');
    desk.platform.advance(10);
    await save('');
    await copied('');
    await withDatabase((database) => database.remove());
    expect(await draft()).toBeNull();
  });

  it('is kept and read though the second place fails', async () => {
    desk.journal.failsWith = 'STORE_FULL';
    await save('Le client dit que');
    await desk.crash();
    expect(await draft()).toMatchObject({ text: 'Le client dit que' });
  });
});

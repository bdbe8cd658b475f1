/** Words that the store has not saved yet: the shell has them, so that a desk that dies loses none. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { JournalRequest } from '../../../domain/wire/outbox-journal.ts';
import { databaseName, newTicketPrefix, type Store, type StoreSession } from '../../../renderer/store/contract.ts';
import type { Channel, FromStore, ToStore } from '../../../renderer/store/messages.ts';
import { openStore } from '../../../renderer/store/open-store.ts';
import { aTeam, anAgent, serverUrl, TestDesk } from './support/desk.ts';

const now = Date.parse('2026-11-27T09:00:00.000Z');

describe('words that are on their way to the store', () => {
  const session = { serverUrl: 'http://desk', info: { agent: { id: newId() } } } as unknown as StoreSession;
  const name = databaseName(session.serverUrl, session.info.agent.id);
  let sent: Extract<ToStore, { type: 'request' }>[];
  let kept: JournalRequest[];
  let answer: (key: number) => void;
  let shell: () => Promise<never>;
  let ready: (() => void) | undefined;
  let store: Store;

  const start = ({ waits = false } = {}): void => {
    const channel: Channel<ToStore, FromStore> = {
      postMessage: (message) => {
        if (message.type === 'request') sent.push(message);
      },
      addEventListener: (...[type, listener]: [string, (event: never) => void]) => {
        const data = (key: number) => ({ type: 'answer', key, answer: { ok: true, value: { savedAt: '' } } });
        if (type === 'message') answer = (key) => listener({ data: data(key) } as never);
      },
    };
    store = openStore(channel, {
      askJournal: (request) => {
        kept.push(request);
        return shell();
      },
      now: () => now,
      database: name,
      ...(waits ? { ready: new Promise<void>((resolve) => (ready = resolve)) } : {}),
    });
  };
  const texts = () => kept.map((request) => (request.act === 'keepDraft' ? request.draft.text : request.act));
  const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    vi.useFakeTimers();
    [sent, kept] = [[], []];
    shell = () => Promise.reject(new Error('SHELL_FAILED'));
  });
  afterEach(() => vi.useRealTimers());

  it('are kept by the shell when the store takes its time, with the moment of their writing', async () => {
    start();
    void store.request('saveDraft', { key: 'note:1', text: 'Panne' });
    await passes(60);
    const draft = { key: 'note:1', text: 'Panne', savedAt: '2026-11-27T09:00:00.000Z' };
    expect(kept).toEqual([{ act: 'keepDraft', database: name, draft }]);
  });

  it('are not when the store saves them at once, nor is the place of the agent', async () => {
    start();
    void store.request('saveDraft', { key: 'note:1', text: 'Panne' });
    void store.request('saveDraft', { key: 'desk:place', text: '{}' });
    await passes(20);
    answer(sent[0]?.key ?? 0);
    await passes(1_000);
    expect(kept).toEqual([]);
  });

  it('are kept while the data wait to be opened, and had again by a field that comes back to them', async () => {
    start({ waits: true });
    void store.request('saveDraft', { key: 'note:1', text: 'Panne' });
    await passes(60);
    expect([sent, texts()]).toEqual([[], ['Panne']]);
    expect([store.unsavedDraft('note:1'), store.keptDraft('note:1')]).toEqual(['Panne', undefined]);
    ready?.();
    await passes(0);
    expect(sent).toMatchObject([{ call: { name: 'saveDraft' } }]);
    answer(sent[0]?.key ?? 0);
    await passes(0);
    expect(store.unsavedDraft('note:1')).toBeUndefined();
  });

  it('are the last ones of each field, where the shell is slow too', async () => {
    start();
    let write = (): void => undefined;
    shell = () => new Promise((resolve) => (write = () => resolve(undefined as never)));
    for (const text of ['P', 'Pa', 'Pan']) store.keepAside({ key: 'note:1', text });
    store.keepAside({ key: 'subject:1', text: 'Box' });
    write();
    await passes(0);
    write();
    await passes(0);
    expect(texts()).toEqual(['P', 'Pan', 'Box']);
  });
});

describe('words that a desk left with the shell', () => {
  const team = aTeam('N1');
  const anne = anAgent('Anne', [team]);
  let desk: TestDesk;
  beforeEach(async () => {
    desk = new TestDesk(anne, [team], null);
    await desk.open();
  });
  afterEach(() => desk.close());

  const leaves = (key: string, text: string) => {
    const savedAt = new Date(desk.platform.now() + 1).toISOString();
    const database = databaseName(serverUrl, anne.id);
    return desk.journal.ask({ act: 'keepDraft', database, draft: { key, text, savedAt } });
  };

  it('are the next one’s, and those of a ticket that was being made are found as such', async () => {
    await leaves('subject:1', 'Box en panne');
    await leaves(`${newTicketPrefix}1`, '{}');
    desk.platform.advance(10);
    await desk.crash();
    expect(await desk.store.request('draft', { key: 'subject:1' })).toMatchObject({ text: 'Box en panne' });
    const made = desk.store.request('draftsUnder', { prefix: newTicketPrefix });
    expect(await made).toMatchObject([{ key: `${newTicketPrefix}1`, text: '{}' }]);
    // Words that wait to be sent are told; what a ticket is made of is not such.
    const status = new Promise<number>((told) =>
      desk.store.watch('status', null, ({ unsent }) => unsent > 0 && told(unsent)),
    );
    expect(await status).toBe(1);
  });
});

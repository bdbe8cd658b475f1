import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { StoreSession } from '../../../renderer/store/contract.ts';
import { LastingWorker, type StoreWorker } from '../../../renderer/store/lasting-worker.ts';
import type { FromStore, ToStore } from '../../../renderer/store/messages.ts';
import { openStore } from '../../../renderer/store/open-store.ts';

type Listener = (event: never) => void;

/** A worker that gives signs of life while it lives, and answers when it is told to. */
class TestWorker implements StoreWorker {
  readonly sent: ToStore[] = [];
  lives = true;
  terminated = false;
  readonly #listeners: { type: string; listener: Listener }[] = [];

  postMessage(message: ToStore): void {
    if (!this.lives) return;
    this.sent.push(message);
    if (message.type === 'ping') this.tell({ type: 'pong' });
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.push({ type, listener });
  }

  terminate(): void {
    this.terminated = true;
  }

  tell(data: FromStore): void {
    for (const entry of this.#listeners) if (entry.type === 'message') entry.listener({ data } as never);
  }

  /** Answers the last request of this name. */
  answer(name: string, answer: unknown): void {
    const request = this.requests(name).at(-1);
    if (request !== undefined) this.tell({ type: 'answer', key: request.key, answer });
  }

  requests(name: string) {
    return this.sent.flatMap((message) =>
      message.type === 'request' && message.call.name === name ? [{ key: message.key, call: message.call }] : [],
    );
  }
}

const session = {
  ...{ serverUrl: 'http://desk', token: 'one', clientId: newId() },
  info: { agent: { id: newId() } },
} as unknown as StoreSession;
const done = { ok: true, value: null };

describe('the worker of the store, when it dies without a word', () => {
  const onAgain = vi.fn();
  const onUncertain = vi.fn();
  let workers: TestWorker[];
  let store: ReturnType<typeof openStore>;
  let locks: Map<string, () => void>;
  let journal: { readonly answer: (exists: boolean) => void }[];

  const worker = (): TestWorker => workers.at(-1) as TestWorker;
  const dies = (): void => {
    worker().lives = false;
    vi.advanceTimersByTime(12_000);
  };

  beforeEach(() => {
    vi.useFakeTimers();
    onAgain.mockClear();
    onUncertain.mockClear();
    workers = [new TestWorker()];
    locks = new Map();
    journal = [];
    const again = (): TestWorker => {
      workers.push(new TestWorker());
      return worker();
    };
    const released = (lock: string): Promise<void> => new Promise((resolve) => void locks.set(lock, resolve));
    const lasting = new LastingWorker({ first: worker(), again, released, onAgain, onUncertain });
    store = openStore(lasting, {
      askJournal: () => new Promise((answer) => journal.push({ answer: (exists) => answer({ exists, lines: [] }) })),
    });
    void store.request('open', session);
    worker().answer('open', done);
  });
  afterEach(() => vi.useRealTimers());

  it('is left alone while it answers, however long its work takes', () => {
    vi.advanceTimersByTime(600_000);
    expect(workers).toHaveLength(1);
  });

  it('is begun anew on the same data: what was watched is watched, what was being saved is saved', async () => {
    const seen: unknown[] = [];
    store.watch('agents', null, (answer) => seen.push(answer));
    const stop = store.watch('teams', null, () => undefined);
    stop();
    worker().lives = false;
    const saved = store.request('saveDraft', { key: 'note:x', text: 'mots' });
    vi.advanceTimersByTime(12_000);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(onAgain).toHaveBeenCalledTimes(1);
    expect(worker().sent.map((message) => (message.type === 'request' ? message.call.name : message.type))).toEqual([
      'open',
      'watch',
      'saveDraft',
    ]);
    worker().answer('saveDraft', { ok: true, value: { savedAt: 'now' } });
    expect(await saved).toEqual({ ok: true, value: { savedAt: 'now' } });
    const watch = worker().sent.find((message) => message.type === 'watch');
    worker().tell({ type: 'update', key: watch?.key ?? 0, answer: [] });
    expect(seen).toEqual([[]]);
    expect(onUncertain).not.toHaveBeenCalled();
  });

  it('is told again how the agent is, as it was said last', () => {
    const said = (state: 'available' | 'paused') => ({
      ...{ state, since: '2026-03-12T10:00:00.000Z', reason: null, until: null },
    });
    void store.request('presence', said('available'));
    worker().answer('presence', null);
    worker().lives = false;
    void store.request('presence', said('paused'));
    vi.advanceTimersByTime(12_000);
    expect(worker().requests('presence').at(-1)?.call.argument).toEqual(said('paused'));
    worker().answer('presence', null);
    dies();
    expect(
      worker()
        .requests('presence')
        .map(({ call }) => call.argument),
    ).toEqual([said('paused')]);
  });

  it('is begun anew at once when the lock that it held for its life is released', async () => {
    worker().tell({ type: 'alive', lock: 'life of the first' });
    worker().lives = false;
    void store.request('saveDraft', { key: 'note:x', text: 'mots' });
    locks.get('life of the first')?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(worker().requests('saveDraft')).toHaveLength(1);
    // The one that was ended for it is not mourned again, and the next one is.
    worker().tell({ type: 'alive', lock: 'life of the second' });
    vi.advanceTimersByTime(60_000);
    expect(workers).toHaveLength(2);
    locks.get('life of the second')?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(workers).toHaveLength(3);
    expect(onAgain).toHaveBeenCalledTimes(2);
  });

  it('that hung and was ended is not mourned again when its lock is released', async () => {
    worker().tell({ type: 'alive', lock: 'life' });
    dies();
    expect(workers).toHaveLength(2);
    locks.get('life')?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(workers).toHaveLength(2);
  });

  it('is opened with the session as it was renewed', () => {
    void store.request('renew', { ...session, token: 'two' });
    worker().answer('renew', done);
    dies();
    expect(worker().requests('open')[0]?.call.argument).toMatchObject({ token: 'two' });
  });

  it('is never given a change twice: the desk is loaded again, after what is typed is saved', () => {
    worker().lives = false;
    void store.request('sendDraft', { key: 'note:x', ticketId: newId() });
    void store.request('saveDraft', { key: 'note:y', text: 'mots' });
    vi.advanceTimersByTime(12_000);
    expect(worker().requests('sendDraft')).toEqual([]);
    vi.advanceTimersByTime(1000);
    worker().answer('saveDraft', { ok: true, value: { savedAt: 'now' } });
    // What was typed while the first words waited is saved after them.
    void store.request('saveDraft', { key: 'note:y', text: 'mots tapés' });
    vi.advanceTimersByTime(1000);
    expect(onUncertain).not.toHaveBeenCalled();
    worker().answer('saveDraft', { ok: true, value: { savedAt: 'now' } });
    vi.advanceTimersByTime(1000);
    expect(onUncertain).toHaveBeenCalledTimes(1);
  });

  it('is given a new ticket and its call again, and nothing is loaded: a ticket that was made already is one ticket', async () => {
    worker().lives = false;
    const { id, log, ticket } = { id: newId(), log: { id: newId() }, ticket: { id: newId(), subject: '' } };
    const logged = store.request('mutate', { name: 'call.log@1', args: log } as never);
    const made = store.request('mutate', { name: 'ticket.create@1', args: ticket } as never);
    vi.advanceTimersByTime(13_000);
    const again = worker().requests('mutate');
    expect(again.map(({ call }) => call.argument)).toMatchObject([{ name: 'call.log@1' }, { name: 'ticket.create@1' }]);
    worker().tell({ type: 'answer', key: again[0]?.key ?? 0, answer: { ok: true, value: { mutationId: id } } });
    expect(await logged).toEqual({ ok: true, value: { mutationId: id } });
    worker().answer('mutate', { ok: false, code: 'MUTATION_ID_TAKEN' });
    expect(await made).toMatchObject({ ok: true });
    expect(onUncertain).not.toHaveBeenCalled();

    // Asked once, the same answer is a refusal.
    const refused = store.request('mutate', { name: 'ticket.create@1', args: ticket } as never);
    worker().answer('mutate', { ok: false, code: 'MUTATION_ID_TAKEN' });
    expect(await refused).toMatchObject({ ok: false });
  });

  it('is not given a change twice that ends a draft', () => {
    worker().lives = false;
    const ends = { name: 'ticket.create@1', args: { id: newId() }, endsDraft: 'new' } as never;
    void store.request('mutate', ends);
    vi.advanceTimersByTime(13_000);
    expect(worker().requests('mutate')).toEqual([]);
    expect(onUncertain).toHaveBeenCalledTimes(1);
  });

  it('is loaded again soon for a change, when nothing is being saved', () => {
    worker().lives = false;
    void store.request('sendDraft', { key: 'note:x', ticketId: newId() });
    vi.advanceTimersByTime(13_000);
    expect(onUncertain).toHaveBeenCalledTimes(1);
  });

  it('does not get the journal’s answers to the one before', async () => {
    worker().tell({ type: 'journal', key: 1, request: { type: 'read' } as never });
    dies();
    worker().tell({ type: 'journal', key: 1, request: { type: 'read' } as never });
    journal[0]?.answer(false);
    await vi.advanceTimersByTimeAsync(0);
    const answers = (): unknown[] => worker().sent.filter(({ type }) => type === 'journal');
    expect(answers()).toEqual([]);
    journal[1]?.answer(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(answers()).toEqual([{ type: 'journal', key: 1, answer: { exists: true, lines: [] } }]);
  });

  it('is not begun anew for an agent who has signed out', () => {
    void store.request('wipe', { discardQueued: false });
    worker().answer('wipe', done);
    dies();
    expect(workers).toHaveLength(1);
  });

  it('is told nothing by the one that was ended', () => {
    const seen: unknown[] = [];
    store.watch('agents', null, (answer) => seen.push(answer));
    const before = worker();
    const watch = before.sent.find((message) => message.type === 'watch');
    dies();
    before.tell({ type: 'update', key: watch?.key ?? 0, answer: ['late'] });
    expect(seen).toEqual([]);
  });
});

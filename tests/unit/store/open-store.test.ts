import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { StoreSession } from '../../../renderer/store/contract.ts';
import type { Channel, FromStore, ToStore } from '../../../renderer/store/messages.ts';
import { openStore } from '../../../renderer/store/open-store.ts';

type Listener = (event: never) => void;

/** A worker that never answers by itself. */
class SilentWorker implements Channel<ToStore, FromStore> {
  readonly sent: ToStore[] = [];
  readonly #listeners: { type: string; listener: Listener }[] = [];

  postMessage(message: ToStore): void {
    this.sent.push(message);
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.push({ type, listener });
  }

  /** The desk's numbers of what it asked so far. */
  get keys(): number[] {
    return this.sent.flatMap((message) => ('key' in message ? [message.key] : []));
  }

  emit(type: 'message' | 'error', event: object): void {
    for (const entry of this.#listeners) if (entry.type === type) entry.listener(event as never);
  }
}

const other = { serverUrl: 'http://desk', info: { agent: { id: newId() } } } as unknown as StoreSession;

describe("the desk's side of the store", () => {
  it('matches answers to requests whatever their order', async () => {
    const worker = new SilentWorker();
    const store = openStore(worker);
    const [first, second] = [store.request('draft', { key: 'a' }), store.request('draft', { key: 'b' })];
    const [one, two] = worker.keys;
    worker.emit('message', { data: { type: 'answer', key: two, answer: 'second' } });
    worker.emit('message', { data: { type: 'answer', key: one, answer: 'first' } });
    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  });

  it('has a text that the disk refused for whoever comes back to its field, and writes it once there is room', async () => {
    vi.useFakeTimers();
    const worker = new SilentWorker();
    const store = openStore(worker);
    const answers = async (answer: unknown): Promise<void> => {
      worker.emit('message', { data: { type: 'answer', key: worker.keys.at(-1), answer } });
      await vi.advanceTimersByTimeAsync(0);
    };
    const full = { ok: false, code: 'STORE_FULL' };
    void store.request('saveDraft', { key: 'note:1', text: 'Coupures' });
    await answers(full);
    expect(await store.request('draft', { key: 'note:1' })).toMatchObject({ text: 'Coupures', refused: true });
    await vi.advanceTimersByTimeAsync(5_000);
    await answers(full);
    void store.request('saveDraft', { key: 'note:1', text: 'Coupures de la ligne' });
    await answers(full);
    expect(await store.request('draft', { key: 'note:1' })).toMatchObject({ text: 'Coupures de la ligne' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(worker.sent.at(-1)).toMatchObject({
      call: { name: 'saveDraft', argument: { text: 'Coupures de la ligne' } },
    });
    await answers({ ok: true, value: { savedAt: '' } });
    const sent = worker.sent.length;
    void store.request('draft', { key: 'note:1' });
    expect(worker.sent).toHaveLength(sent + 1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(worker.sent).toHaveLength(sent + 1);
    vi.useRealTimers();
  });

  it('has no text of one agent for another that the disk refused', async () => {
    const worker = new SilentWorker();
    const store = openStore(worker);
    const save = store.request('saveDraft', { key: 'note:1', text: 'Coupures' });
    worker.emit('message', {
      data: { type: 'answer', key: worker.keys[0], answer: { ok: false, code: 'STORE_FULL' } },
    });
    await save;
    void store.request('wipe', { discardQueued: true });
    void store.request('draft', { key: 'note:1' });
    expect(worker.sent.at(-1)).toMatchObject({ call: { name: 'draft' } });
  });

  it('gives updates to their watch until it is stopped', () => {
    const worker = new SilentWorker();
    const answers: unknown[] = [];
    const stop = openStore(worker).watch('agents', null, (answer) => answers.push(answer));
    const [key] = worker.keys;
    worker.emit('message', { data: { type: 'update', key, answer: [] } });
    stop();
    worker.emit('message', { data: { type: 'update', key, answer: ['late'] } });
    expect(answers).toEqual([[]]);
    expect(worker.sent.at(-1)).toEqual({ type: 'unwatch', key });
  });

  describe('has at hand', () => {
    let worker: SilentWorker;
    let store: ReturnType<typeof openStore>;
    beforeEach(() => {
      worker = new SilentWorker();
      store = openStore(worker);
    });
    const answer = (key: number, given: unknown) =>
      worker.emit('message', { data: { type: 'update', key, answer: given } });

    it('what somebody watches, as it is now', () => {
      const stop = store.watch('calls', { limit: 5 }, () => undefined);
      expect(store.known('calls', { limit: 5 })).toBeUndefined();
      answer(worker.keys[0]!, ['one']);
      answer(worker.keys[0]!, ['one', 'two']);
      expect(store.known('calls', { limit: 5 })).toEqual(['one', 'two']);
      expect(store.known('calls', { limit: 6 })).toBeUndefined();
      stop();
      expect(store.known('calls', { limit: 5 })).toBeUndefined();
    });

    it('what will be shown, and says so to the worker', () => {
      const stop = store.watchAhead('ticket', { id: 't1' });
      expect(worker.sent.at(-1)).toMatchObject({ type: 'watch', ahead: true, question: { name: 'ticket' } });
      answer(worker.keys[0]!, { ticket: 't1' });
      expect(store.known('ticket', { id: 't1' })).toEqual({ ticket: 't1' });
      stop();
      expect(worker.sent.at(-1)).toEqual({ type: 'unwatch', key: worker.keys[0] });
    });

    it('nothing of the agent before', () => {
      store.watch('agents', null, () => undefined);
      answer(worker.keys[0]!, ['of another']);
      void store.request('open', other);
      expect(store.known('agents', null)).toBeUndefined();
    });
  });

  describe('has at the start what the last run left', () => {
    const question = { limit: 50 };
    const left = {
      answers: { calls: { argument: JSON.stringify(question), answer: '[{"id":"c1"}]' } },
      drafts: { 'note:x': 'mots' },
    };
    let worker: SilentWorker;
    let store: ReturnType<typeof openStore>;
    beforeEach(() => {
      worker = new SilentWorker();
      store = openStore(worker);
      worker.emit('message', { data: { type: 'kept', kept: left } });
    });

    it('to the very same question, and its drafts', () => {
      expect(store.known('calls', question)).toEqual([{ id: 'c1' }]);
      expect(store.known('calls', { limit: 51 })).toBeUndefined();
      expect(store.known('agents', null)).toBeUndefined();
      expect(store.keptDraft('note:x')).toBe('mots');
      expect(store.keptDraft('note:y')).toBeNull();
    });

    it('until the rows are loaded', () => {
      worker.emit('message', { data: { type: 'kept', kept: null } });
      expect(store.known('calls', question)).toBeUndefined();
      expect(store.keptDraft('note:x')).toBeUndefined();
    });

    it.each([
      ['something is written', () => void store.request('saveDraft', { key: 'note:y', text: 'mots de plus' })],
      ['a draft is sent', () => void store.request('sendDraft', { key: 'note:x', ticketId: newId() })],
      ["another agent's data is opened", () => void store.request('open', other)],
    ])('until %s', (_, change) => {
      change();
      expect(store.known('calls', question)).toBeUndefined();
      expect(store.keptDraft('note:x')).toBeUndefined();
    });
  });

  it('says when what the last run left is at hand, and tells the worker of the first drawing', () => {
    const worker = new SilentWorker();
    let told = 0;
    const store = openStore(worker, { onKept: () => told++ });
    worker.emit('message', { data: { type: 'kept', kept: { answers: {}, drafts: {} } } });
    worker.emit('message', { data: { type: 'kept', kept: null } });
    store.drawn();
    expect(told).toBe(1);
    expect(worker.sent).toEqual([{ type: 'drawn' }]);
  });

  it('never says that something was saved when the worker cannot start', async () => {
    const worker = new SilentWorker();
    const store = openStore(worker);
    const waiting = store.request('saveDraft', { key: 'note:x', text: 'mots' });
    worker.emit('error', { message: 'one uncaught error of a live worker' });
    worker.emit('error', {});
    expect(await waiting).toMatchObject({ ok: false, code: 'STORE_UNAVAILABLE' });
    expect(await store.request('draft', { key: 'note:x' })).toBeNull();
    expect(worker.sent).toHaveLength(1);
  });
});

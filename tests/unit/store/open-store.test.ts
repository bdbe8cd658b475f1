import { describe, expect, it } from 'vitest';
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

  emit(type: 'message' | 'error', event: object): void {
    for (const entry of this.#listeners) if (entry.type === type) entry.listener(event as never);
  }
}

describe("the desk's side of the store", () => {
  it('matches answers to requests whatever their order', async () => {
    const worker = new SilentWorker();
    const store = openStore(worker);
    const [first, second] = [store.request('draft', { key: 'a' }), store.request('draft', { key: 'b' })];
    const [one, two] = worker.sent;
    worker.emit('message', { data: { type: 'answer', key: two?.key, answer: 'second' } });
    worker.emit('message', { data: { type: 'answer', key: one?.key, answer: 'first' } });
    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  });

  it('gives updates to their watch until it is stopped', () => {
    const worker = new SilentWorker();
    const answers: unknown[] = [];
    const stop = openStore(worker).watch('agents', null, (answer) => answers.push(answer));
    const key = worker.sent[0]?.key;
    worker.emit('message', { data: { type: 'update', key, answer: [] } });
    stop();
    worker.emit('message', { data: { type: 'update', key, answer: ['late'] } });
    expect(answers).toEqual([[]]);
    expect(worker.sent.at(-1)).toEqual({ type: 'unwatch', key });
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

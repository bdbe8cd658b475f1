import { newId } from '../../domain/ids.ts';
import type { MutationName } from '../../domain/mutation/registry.ts';
import { success, type Result } from '../../domain/result.ts';
import type { RequestName } from './contract.ts';
import type { Channel, FromStore, ToStore } from './messages.ts';

export type StoreWorker = Channel<ToStore, FromStore> & { terminate(): void };

export type LastingWorkerOptions = {
  readonly first: StoreWorker;
  readonly again: () => StoreWorker;
  /** Resolves when the worker that held this lock is no more. */
  readonly released: (lock: string) => Promise<void>;
  /** It had to be started again. */
  readonly onAgain: () => void;
  /** What became of a change that was under way can be read from the disk only: the desk is to be loaded again. */
  readonly onUncertain: () => void;
};

/** How often the worker is asked for a sign of life, in ms, and how many of these may pass without one: it hangs then. */
const beatMs = 2_000;
const patience = 5;
/** In ms: longer than what is typed waits until it is saved. */
const restMs = 300;
/** The journal's questions of one worker are told from those of the next. */
const keysOfOne = 1_000_000;

type Request = Extract<ToStore, { type: 'request' }>;
type Watch = Extract<ToStore, { type: 'watch' }>;
type Listener = (event: { readonly data: FromStore }) => void;

/** Done twice they would be two changes, or an error about the second one. */
const notTwice: ReadonlySet<RequestName> = new Set<RequestName>(['mutate', 'sendDraft', 'dismissRefused', 'wipe']);
/** Except these: they say how one row is, by its id, so that twice is once. */
const byId: ReadonlySet<MutationName> = new Set<MutationName>([
  'ticket.create@1',
  'call.log@1',
  'call.link@1',
  'call.rate@1',
  'call.wrapUp@1',
]);
/** Hold until the next one of their name: the worker that begins again is told the last of each. */
const standing: ReadonlySet<RequestName> = new Set<RequestName>(['presence']);

/**
 * The store's worker, whichever it is: one that has died, which the release of its lock tells at once, or that gives no sign of life for
 * ten seconds, is ended and another one begins on the same data. What was watched goes on being watched, and what was being saved is saved.
 */
export class LastingWorker implements Channel<ToStore, FromStore> {
  readonly #options: LastingWorkerOptions;
  readonly #messages: Listener[] = [];
  readonly #errors: ((event: object) => void)[] = [];
  readonly #requests = new Map<number, Request>();
  readonly #watches = new Map<number, Watch>();
  readonly #standing = new Map<RequestName, Request>();
  /** Asked of more than one worker. */
  readonly #repeated = new Set<number>();
  #worker: StoreWorker;
  #generation = 0;
  /** How the store was opened last; null: it is not open. */
  #open: Request | null = null;
  #beat: ReturnType<typeof setInterval> | undefined;
  #silent = 0;
  /** The desk is to be loaded again. */
  #isUncertain = false;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LastingWorkerOptions) {
    this.#options = options;
    this.#worker = options.first;
    this.#listen(options.first);
  }

  addEventListener(type: 'message', listener: Listener): void;
  addEventListener(type: 'error', listener: (event: object) => void): void;
  addEventListener(...[type, listener]: ['message', Listener] | ['error', (event: object) => void]): void {
    if (type === 'message') this.#messages.push(listener);
    else this.#errors.push(listener);
  }

  postMessage(message: ToStore): void {
    switch (message.type) {
      case 'request':
        this.#requests.set(message.key, message);
        if (standing.has(message.call.name)) this.#standing.set(message.call.name, message);
        if (message.call.name === 'open') this.#opening(message, message.call.argument);
        if (message.call.name === 'renew' && this.#open !== null) this.#opening(this.#open, message.call.argument);
        break;
      case 'watch':
        this.#watches.set(message.key, message);
        break;
      case 'unwatch':
        this.#watches.delete(message.key);
        break;
      case 'journal':
        if (Math.floor(message.key / keysOfOne) !== this.#generation) return;
        this.#worker.postMessage({ ...message, key: message.key % keysOfOne });
        return;
      case 'drawn':
      case 'expect':
      case 'ping':
        break;
    }
    this.#worker.postMessage(message);
  }

  #opening(message: Request, argument: Extract<Request['call'], { name: 'open' }>['argument']): void {
    this.#open = { ...message, call: { name: 'open', argument } };
    this.#beat ??= setInterval(() => this.#ask(), beatMs);
  }

  #listen(worker: StoreWorker): void {
    worker.addEventListener('message', ({ data }) => {
      if (worker !== this.#worker) return;
      this.#silent = 0;
      if (data.type === 'pong') return;
      if (data.type === 'alive') {
        void this.#mourn(worker, data.lock);
        return;
      }
      const told = this.#told(data);
      if (told.type === 'answer') this.#answered(told.key, told.answer);
      for (const listener of this.#messages) listener({ data: told });
    });
    worker.addEventListener('error', (event) => {
      if (worker === this.#worker) for (const listener of this.#errors) listener(event);
    });
  }

  async #mourn(worker: StoreWorker, lock: string): Promise<void> {
    try {
      await this.#options.released(lock);
    } catch {
      // The signs of life have to do.
      return;
    }
    if (worker === this.#worker && this.#open !== null) this.#startAgain();
  }

  /** What the desk is told of it. */
  #told(data: FromStore): FromStore {
    if (data.type === 'journal') return { ...data, key: data.key + this.#generation * keysOfOne };
    if (data.type !== 'answer' || !this.#repeated.delete(data.key)) return data;
    const answer = data.answer as Result<unknown>;
    const request = this.#requests.get(data.key);
    // The worker before has done it, and died before it could say so.
    const isDone = request?.call.name === 'mutate' && !answer.ok && answer.code === 'MUTATION_ID_TAKEN';
    return isDone ? { ...data, answer: success({ mutationId: newId() }) } : data;
  }

  #answered(key: number, answer: unknown): void {
    const request = this.#requests.get(key);
    this.#requests.delete(key);
    if (request?.call.name === 'wipe' && (answer as Result<null>).ok) this.#closed();
    if (this.#isUncertain && request?.call.name === 'saveDraft') this.#whenSaved();
  }

  /** Words that are being typed are not to be lost to the loading: it waits until nothing has been saved for a moment. */
  #whenSaved(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      if ([...this.#requests.values()].some(({ call }) => call.name === 'saveDraft')) return;
      this.#isUncertain = false;
      this.#options.onUncertain();
    }, restMs);
  }

  #closed(): void {
    clearInterval(this.#beat);
    this.#beat = undefined;
    this.#open = null;
    this.#standing.clear();
  }

  #ask(): void {
    if (this.#silent < patience) {
      this.#silent += 1;
      this.#worker.postMessage({ type: 'ping' });
      return;
    }
    this.#startAgain();
  }

  #startAgain(): void {
    const { again, onAgain } = this.#options;
    this.#silent = 0;
    this.#worker.terminate();
    this.#generation += 1;
    this.#worker = again();
    this.#listen(this.#worker);
    onAgain();
    const waiting = [...new Set([...this.#requests.values(), ...this.#standing.values()])].sort(
      (a, b) => a.key - b.key,
    );
    const uncertain = waiting.filter(({ call }) => !isRepeatable(call));
    const repeated = waiting.filter(({ call }) => isRepeatable(call));
    for (const { key } of repeated) this.#repeated.add(key);
    if (this.#open !== null) this.#worker.postMessage(this.#open);
    for (const watch of this.#watches.values()) this.#worker.postMessage(watch);
    for (const request of repeated) if (request.key !== this.#open?.key) this.#worker.postMessage(request);
    for (const { key } of uncertain) this.#requests.delete(key);
    if (uncertain.length === 0) return;
    this.#isUncertain = true;
    this.#whenSaved();
  }
}

function isRepeatable(call: Request['call']): boolean {
  if (call.name !== 'mutate') return !notTwice.has(call.name);
  // The draft may have been gone on with.
  return byId.has(call.argument.name) && call.argument.endsDraft === undefined;
}

import { CodedError, codeOf, type ErrorCode } from '../../domain/errors.ts';
import type { JournalAnswer, JournalRequest } from '../../domain/wire/outbox-journal.ts';
import type { Id } from '../../domain/ids.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { AgentStore } from './agent-store.ts';
import type { StoreRequests, StoreSession, SyncStatus } from './contract.ts';
import { incidentAt, type StoreHappening } from './incidents.ts';
import type { Channel, FromStore, RequestCall, ToStore } from './messages.ts';
import { databaseName } from './database-name.ts';
import { closeData, openData, type OpenData } from './open-data.ts';
import type { Platform } from './platform.ts';

type Watch = Extract<ToStore, { type: 'watch' }>;
type MutateArgument = StoreRequests['mutate']['argument'];

/** Milliseconds that the rows wait at most for the desk's first drawing. */
const longestDrawing = 250;

/** The worker's side: answers the desk's requests and keeps its watches, over one agent's store at a time. */
export class StoreHost {
  readonly #platform: Platform;
  readonly #channel: Channel<FromStore, ToStore>;
  readonly #watches = new Map<number, Watch>();
  #store: AgentStore | null = null;
  /** Of the database that was asked for last. */
  #name: string | null = null;
  /** Set when the rows of a store that was opened could not be read. */
  #failed: SyncStatus | null = null;
  readonly #journalAsked = new Map<number, (answer: JournalAnswer | ErrorCode) => void>();
  #nextJournalKey = 1;
  #opening: Promise<unknown> = Promise.resolve();
  #isDrawn = false;
  #drawn: () => void = () => undefined;
  /** Opened before it was known who is signed in. */
  #expected: { readonly name: string; readonly data: Promise<OpenData> } | null = null;

  constructor(platform: Platform, channel: Channel<FromStore, ToStore>) {
    this.#platform = platform;
    this.#channel = channel;
    channel.addEventListener('message', ({ data }) => this.#receive(data));
  }

  /** Closes what is open, so that another may open it. */
  async close(): Promise<void> {
    await this.#opening;
    await this.#dropExpected();
    await this.#store?.close();
    this.#store = null;
  }

  #receive(message: ToStore): void {
    // Whatever the desk wants besides opening cannot be answered without the rest of the store.
    if (message.type === 'drawn' || (message.type === 'request' && message.call.name !== 'open')) this.#drawn();
    switch (message.type) {
      case 'request':
        void this.#answer(message.key, message.call);
        return;
      case 'watch':
        this.#watches.set(message.key, message);
        this.#watch(message);
        return;
      case 'unwatch':
        this.#watches.delete(message.key);
        this.#store?.unwatch(message.key);
        return;
      case 'drawn':
        this.#isDrawn = true;
        return;
      case 'ping':
        this.#channel.postMessage({ type: 'pong' });
        return;
      case 'journal':
        this.#journalAsked.get(message.key)?.(message.answer);
        this.#journalAsked.delete(message.key);
        return;
      case 'expect': {
        const data = openData(this.#platform, message.database);
        const tell = ({ kept }: OpenData): void => {
          if (message.tell) this.#channel.postMessage({ type: 'kept', kept });
        };
        // A failure is told when the data are asked for.
        data.then(tell, () => undefined);
        this.#expected ??= { name: message.database, data };
        return;
      }
    }
  }

  #tell(happening: StoreHappening): void {
    this.#channel.postMessage({ type: 'incident', incident: incidentAt(this.#platform.now(), happening) });
  }

  #askJournal(request: JournalRequest): Promise<JournalAnswer> {
    const key = this.#nextJournalKey++;
    return new Promise((resolve, reject) => {
      this.#journalAsked.set(key, (answer) => {
        if (typeof answer === 'string') reject(new CodedError(answer, 'outbox journal'));
        else resolve(answer);
      });
      this.#channel.postMessage({ type: 'journal', key, request });
    });
  }

  async #dataOf({ serverUrl, info }: StoreSession): Promise<OpenData> {
    const name = databaseName(serverUrl, info.agent.id);
    const expected = this.#expected;
    if (expected?.name === name) {
      this.#expected = null;
      return await expected.data;
    }
    await this.#dropExpected();
    return await openData(this.#platform, name);
  }

  async #dropExpected(): Promise<void> {
    const expected = this.#expected;
    this.#expected = null;
    await expected?.data.then(closeData, () => undefined);
  }

  /** Resolves when the desk is on the screen, or soon: loading the rows beside it would delay it. */
  #firstDrawing(): Promise<void> {
    if (this.#isDrawn) return Promise.resolve();
    return new Promise((resolve) => {
      this.#drawn = resolve;
      this.#platform.after(longestDrawing, resolve);
    });
  }

  #watch({ key, question: { name, argument }, ahead }: Watch): void {
    const answered = (answer: unknown) => this.#channel.postMessage({ type: 'update', key, answer });
    if (this.#store !== null) this.#store.watch({ key, name, argument, ahead, answered });
    else if (this.#failed !== null && name === 'status') answered(this.#failed);
  }

  #watchAll(): void {
    for (const watch of this.#watches.values()) this.#watch(watch);
  }

  async #answer(key: number, call: RequestCall): Promise<void> {
    const answer = await this.#carryOut(call);
    this.#channel.postMessage({ type: 'answer', key, answer });
  }

  async #carryOut(call: RequestCall): Promise<unknown> {
    switch (call.name) {
      case 'open':
        return await this.#inOrder(() => this.#open(call.argument));
      case 'renew':
        return await this.#inOrder(() => this.#renew(call.argument));
      case 'wipe':
        return await this.#inOrder(() => this.#wipe(call.argument.discardQueued));
      case 'mutate':
        return await this.#attempt(call.name, async (store) => {
          const mutationId = await mutateIn(store, call.argument);
          await store.replica.journalled();
          return { mutationId };
        });
      case 'saveDraft':
        return await this.#attempt(call.name, async (store) => ({
          savedAt: await store.drafts.save(call.argument.key, call.argument.text),
        }));
      case 'sendDraft':
        return await this.#attempt(call.name, async (store) => {
          const noteId = await store.drafts.send(
            store.replica,
            call.argument.key,
            call.argument.ticketId,
            store.isAway,
          );
          await store.replica.journalled();
          return { noteId };
        });
      case 'draft': {
        const read = await this.#attempt(call.name, (store) => store.drafts.read(call.argument.key));
        return read.ok ? read.value : null;
      }
      case 'draftsUnder': {
        const found = await this.#attempt(call.name, (store) => store.drafts.under(call.argument.prefix));
        return found.ok ? found.value : [];
      }
      case 'dismissRefused':
        return await this.#attempt(call.name, async (store) => {
          if (!(await store.replica.dismissRefused(call.argument.id))) throw new CodedError('NOT_FOUND');
          return null;
        });
      case 'presence':
        await this.#opening;
        this.#store?.setPresence(call.argument);
        return null;
      case 'searchServer':
        return await this.#attempt(call.name, (store) => store.searchServer(call.argument.text, call.argument.filter));
      case 'addFile':
        return await this.#attempt(call.name, async (store) => {
          await (await store.openFiles()).add(call.argument);
          return null;
        });
      case 'dropFile':
        return await this.#attempt(call.name, async (store) => {
          await (await store.openFiles()).drop(call.argument.id);
          return null;
        });
      case 'readFile':
        return await this.#attempt(call.name, (store) => store.readFile(call.argument.id));
      case 'syncNow':
        await this.#opening;
        this.#store?.sync.wake();
        return null;
    }
  }

  async #open(session: StoreSession): Promise<Result<null>> {
    const { info, serverUrl } = session;
    if (this.#store?.agentId === info.agent.id && this.#store.serverUrl === serverUrl)
      return await this.#renew(session);
    this.#name = databaseName(serverUrl, info.agent.id);
    const opened = await this.#code('open', async () => {
      await this.#store?.close();
      this.#store = null;
      const data = await this.#dataOf(session);
      this.#failed = null;
      // The first drawing has its data before the rest of the store's code is loaded, drafts can be saved before the rows are.
      this.#channel.postMessage({ type: 'kept', kept: data.kept });
      if (data.kept !== null && Object.keys(data.kept.answers).length > 0) await this.#firstDrawing();
      const store = await this.#storeOn(data, session);
      this.#store = store;
      this.#watchAll();
      const loaded = this.#load(store, data).then(() => this.#channel.postMessage({ type: 'kept', kept: null }));
      loaded.catch((error: unknown) => void this.#loadFailed(store, error));
      return null;
    });
    if (!opened.ok) {
      if (opened.code === 'STORE_DAMAGED') this.#tell({ code: 'store-damaged' });
      this.#showFailed(opened.code);
    }
    return opened;
  }

  /** What the desk was given of the drafts is not what they are, where some came back: it has to begin again. */
  #load(store: AgentStore, { kept }: OpenData): Promise<void> {
    return store.load({
      given: Object.keys(kept?.drafts ?? {}),
      onStale: () => this.#channel.postMessage({ type: 'stale' }),
      onDrafts: (keys) => this.#channel.postMessage({ type: 'drafts', keys }),
    });
  }

  async #storeOn(data: OpenData, session: StoreSession): Promise<AgentStore> {
    try {
      const { AgentStore } = await import('./agent-store.ts');
      return new AgentStore(
        this.#platform,
        session,
        data,
        (request) => this.#askJournal(request),
        (happening) => this.#tell(happening),
      );
    } catch (error) {
      closeData(data);
      throw error;
    }
  }

  async #loadFailed(store: AgentStore, error: unknown): Promise<void> {
    this.#platform.log('error', 'load-failed', String(error));
    await store.close();
    if (this.#store === store) this.#store = null;
    // Open was answered before: who shows the state of things learns it there.
    this.#showFailed(await this.#reason(error));
  }

  #showFailed(code: ErrorCode): void {
    const at = new Date(this.#platform.now()).toISOString();
    this.#failed = { sync: { state: 'offline', code, since: at, nextTryAt: at }, queued: 0, unsent: 0, refused: [] };
    this.#watchAll();
  }

  async #renew(session: StoreSession): Promise<Result<null>> {
    const store = this.#store;
    if (store === null || store.agentId !== session.info.agent.id) return await this.#open(session);
    store.renew(session);
    return success(null);
  }

  async #wipe(discardQueued: boolean): Promise<Result<null>> {
    const store = this.#store;
    if (store === null) return failure('STORE_UNAVAILABLE', 'not open');
    return await this.#code('wipe', async () => {
      await store.wipe(discardQueued);
      this.#store = null;
      return null;
    });
  }

  /** Opening, renewing and wiping one after the other. */
  #inOrder<T>(job: () => Promise<T>): Promise<T> {
    const next = this.#opening.then(job);
    this.#opening = next.catch(() => undefined);
    return next;
  }

  async #attempt<T>(what: string, work: (store: AgentStore) => Promise<T>): Promise<Result<T>> {
    await this.#opening;
    const store = this.#store;
    if (store === null) return failure('STORE_UNAVAILABLE', 'not open');
    return await this.#code(what, () => work(store));
  }

  async #code<T>(what: string, work: () => Promise<T>): Promise<Result<T>> {
    try {
      return success(await work());
    } catch (error) {
      this.#platform.log('warn', `${what}-failed`, error instanceof Error ? error.message : String(error));
      const detail = error instanceof CodedError ? error.detail : String(error);
      return failure(await this.#reason(error), detail);
    }
  }

  /** On a full disk the engine sometimes says no more than that it failed, or that it cannot read its files: the shell can tell. */
  async #reason(error: unknown): Promise<ErrorCode> {
    const code = codeOf(error, 'STORE_UNAVAILABLE');
    if (this.#name === null || (code !== 'STORE_UNAVAILABLE' && code !== 'STORE_DAMAGED')) return code;
    return await this.#askJournal({ act: 'room', database: this.#name }).then(
      () => code,
      (refusal: unknown) => (codeOf(refusal, code) === 'STORE_FULL' ? 'STORE_FULL' : code),
    );
  }
}

async function mutateIn(store: AgentStore, { name, args, endsDraft, settles }: MutateArgument): Promise<Id> {
  if (endsDraft === undefined) return await store.replica.mutate(name, args, { settles });
  return await store.drafts.become(store.replica, endsDraft, name, args, settles);
}

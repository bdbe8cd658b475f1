import { MessageChannel } from 'node:worker_threads';
import { IDBFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb';
import { newId } from '../../../domain/ids.ts';
import type { Change, PullReply, PullRequest } from '../../../domain/wire/sync.ts';
import type { SearchAnswer, SearchFilter, Store } from '../../../renderer/store/contract.ts';
import { StoreHost } from '../../../renderer/store/host.ts';
import type { Channel, FromStore, ToStore } from '../../../renderer/store/messages.ts';
import { openStore } from '../../../renderer/store/open-store.ts';
import type { Platform } from '../../../renderer/store/platform.ts';
import { agent, teams, type Corpus } from './corpus.ts';

const everything: SearchFilter = {
  states: [],
  teamId: null,
  assigneeId: null,
  tag: null,
  since: null,
  until: null,
};

/** As many as the desk asks for. */
const lines = 50;

/** The desk's store with a corpus in it, behind the channel that the desk talks to it by; only its disk is in memory. */
export class SearchedStore {
  readonly #platform: Platform;
  #host!: StoreHost;
  #channel!: MessageChannel;
  store!: Store;

  constructor(corpus: Corpus) {
    this.#platform = platformWith(corpus);
  }

  async open(): Promise<void> {
    this.#channel = new MessageChannel();
    this.#host = new StoreHost(this.#platform, this.#channel.port1 as unknown as Channel<FromStore, ToStore>);
    this.store = openStore(this.#channel.port2 as unknown as Channel<ToStore, FromStore>, {
      onKept: () => this.store.drawn(),
    });
    const info = { agent, teams: [...teams], line: null, serverName: 'bench', expiresAt: '2030-01-01T00:00:00.000Z' };
    const session = { serverUrl: 'https://casque.example', token: 'token', clientId: newId(), info };
    const opened = await this.store.request('open', session);
    if (!opened.ok) throw new Error(opened.code);
    await new Promise<void>((done) => {
      const stop = this.store.watch('status', null, ({ sync }) => {
        if (sync.state !== 'online') return;
        queueMicrotask(() => stop());
        done();
      });
    });
  }

  async close(): Promise<void> {
    await this.#host.close();
    this.#channel.port1.close();
  }

  /** Everything on the machine can be found. */
  async ready(): Promise<void> {
    await new Promise<void>((done) => {
      const stop = this.store.watch('search', { text: 'prêt', filter: everything, limit: 1 }, ({ ready }) => {
        if (ready < 1) return;
        queueMicrotask(() => stop());
        done();
      });
    });
  }

  async search(text: string): Promise<SearchAnswer> {
    return await new Promise((done) => {
      const stop = this.store.watch('search', { text, filter: everything, limit: lines }, (answer) => {
        queueMicrotask(() => stop());
        done(answer);
      });
    });
  }
}

function platformWith({ contacts, tickets, entries }: Corpus): Platform {
  const changes: Change[] = [
    ...contacts.map((row): Change => ({ op: 'put', table: 'contacts', row })),
    ...tickets.map((row): Change => ({ op: 'put', table: 'tickets', row })),
    ...entries.map((row): Change => ({ op: 'put', table: 'entries', row })),
  ];
  const epoch = newId();
  const scope = agent.teamIds[0]!;
  const pull = ({ cursor, limit }: PullRequest): PullReply => {
    const from = cursor?.scopes[scope] ?? 0;
    const to = Math.min(changes.length, from + limit);
    return {
      resetScopes: [],
      changes: changes.slice(from, to),
      cursor: { epoch, scopes: { [scope]: to } },
      lastSeq: 0,
      results: [],
      more: to < changes.length,
    };
  };
  return {
    indexedDB: new IDBFactory(),
    IDBKeyRange: FakeKeyRange,
    fetch: (_url, init) => Promise.resolve(Response.json(pull(JSON.parse(init.body as string) as PullRequest))),
    openSocket: (_url, listener) => {
      queueMicrotask(() => listener.closed());
      return { send: () => undefined, close: () => undefined };
    },
    now: () => Date.parse('2026-11-20T09:00:00.000Z'),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: () => 0.5,
    onOnline: () => () => undefined,
    lock: () => Promise.resolve(() => undefined),
    log: (level, event, detail) => {
      if (level !== 'info' && !event.startsWith('sync')) console.error(event, detail);
    },
  };
}

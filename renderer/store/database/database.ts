import Dexie, { type Table } from 'dexie';
import { CodedError } from '../../../domain/errors.ts';
import type { Platform } from '../platform.ts';
import { Connection } from './connection.ts';
import { digestAgain } from './upgrades.ts';
import type { HeadRecord, StoreName, StoreRecords } from './records.ts';
import { pageSizes } from '../rows/pages.ts';

/** Primary keys; nothing else is indexed on disk: look-ups are answered from memory. */
const schema: Record<StoreName, string> = {
  meta: 'key',
  pages: 'no',
  heads: 'no',
  holes: 'page',
  overlay: '[table+id]',
  pending: '[table+id]',
  outbox: 'seq',
  confirmed: 'id',
  refused: 'id',
  drafts: 'key',
};

export type Key = string | number | [string, string];

/** What one transaction changes: per store cleared first, then deleted, then put. */
export type Writes = {
  clear?: readonly StoreName[];
  delete?: { [S in StoreName]?: readonly Key[] };
  put?: { [S in StoreName]?: readonly StoreRecords[S][] };
};

/** What the store asks of its database once it is open. */
export type StoreDatabase = Pick<
  Database,
  'close' | 'remove' | 'get' | 'getMany' | 'all' | 'heads' | 'isEmpty' | 'commit' | 'pageSizes'
>;

/** IndexedDB through Dexie, with coded errors. Every commit is strict: it answers when the disk has it. */
export class Database {
  readonly pageSizes = pageSizes;
  readonly #dexie: Dexie;
  readonly #connection: Connection;

  constructor(platform: Pick<Platform, 'indexedDB' | 'IDBKeyRange'>, name: string) {
    this.#dexie = new Dexie(name, {
      indexedDB: platform.indexedDB,
      IDBKeyRange: platform.IDBKeyRange,
      chromeTransactionDurability: 'strict',
      cache: 'disabled',
    });
    this.#connection = new Connection(this.#dexie);
    this.#dexie.version(1).stores(schema);
    // Digests of calls tell how a call ended.
    this.#dexie.version(2).upgrade((transaction) => digestAgain(transaction, 'calls'));
    // Digests of tickets tell what they are linked to.
    this.#dexie.version(3).upgrade((transaction) => digestAgain(transaction, 'tickets'));
    // Digests of contacts tell their organisation.
    this.#dexie.version(4).upgrade((transaction) => digestAgain(transaction, 'contacts'));
    // Digests of tickets tell which team handed them over.
    this.#dexie.version(5).upgrade((transaction) => digestAgain(transaction, 'tickets'));
  }

  /** Throws STORE_UNAVAILABLE or STORE_FULL, or STORE_DAMAGED when the browser engine cannot read its own files. */
  async open(): Promise<void> {
    try {
      await this.#connection.run(() => this.#dexie.open());
    } catch (error) {
      // What IndexedDB says of an "internal error opening backing store", after Dexie has tried again.
      if (!(error instanceof CodedError) || error.detail?.startsWith('UnknownError') !== true) throw error;
      throw new CodedError('STORE_DAMAGED', error.detail, { cause: error });
    }
  }

  close(): void {
    this.#connection.close();
  }

  /** Deletes the whole database. */
  async remove(): Promise<void> {
    await this.#connection.run(() => this.#dexie.delete());
  }

  async get<S extends StoreName>(store: S, key: Key): Promise<StoreRecords[S] | undefined> {
    return await this.#connection.run(() => this.#table(store).get(key));
  }

  async getMany<S extends StoreName>(store: S, keys: readonly Key[]): Promise<(StoreRecords[S] | undefined)[]> {
    if (keys.length === 0) return [];
    return await this.#connection.run(() => this.#table(store).bulkGet([...keys]));
  }

  /** In the order of the primary key. */
  async all<S extends StoreName>(store: S): Promise<StoreRecords[S][]> {
    return await this.#connection.run(() => this.#table(store).toArray());
  }

  /** The heads of all pages, so many at a time: other work gets its turn between them, and little is held at once. */
  async *heads(size: number): AsyncGenerator<readonly HeadRecord[]> {
    for (let last = 0; ;) {
      const batch = await this.#connection.run(() =>
        this.#table('heads').where('no').above(last).limit(size).toArray(),
      );
      if (batch.length > 0) yield batch;
      if (batch.length < size) return;
      last = batch.at(-1)?.no ?? last;
    }
  }

  async isEmpty(): Promise<boolean> {
    const counts = await this.#connection.run(() => Promise.all(this.#dexie.tables.map((table) => table.count())));
    return counts.every((count) => count === 0);
  }

  /** All or nothing, on disk when it resolves. Throws STORE_FULL or STORE_UNAVAILABLE, with nothing written. */
  async commit(writes: Writes): Promise<void> {
    const clear = writes.clear ?? [];
    const deletes = entriesOf(writes.delete);
    const puts = entriesOf<StoreRecords[StoreName]>(writes.put);
    const stores = [...new Set<StoreName>([...clear, ...deletes.map(([name]) => name), ...puts.map(([name]) => name)])];
    if (stores.length === 0) return;
    await this.#connection.write(stores, async () => {
      for (const store of clear) await this.#dexie.table(store).clear();
      for (const [store, keys] of deletes) await this.#dexie.table(store).bulkDelete([...keys]);
      for (const [store, records] of puts) await this.#dexie.table(store).bulkPut(records);
    });
  }

  #table<S extends StoreName>(store: S): Table<StoreRecords[S], Key> {
    return this.#dexie.table(store);
  }
}

function entriesOf<V>(map: { [S in StoreName]?: readonly V[] } | undefined): [StoreName, readonly V[]][] {
  return (Object.entries(map ?? {}) as [StoreName, readonly V[]][]).filter(([, list]) => list.length > 0);
}

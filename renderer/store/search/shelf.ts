import Dexie, { type Table } from 'dexie';
import type { Platform } from '../platform.ts';
import type { Pack } from './packs.ts';

/**
 * Where the packs of a search index lie: a database of its own beside the agent's data. It can be made again from them, so it is
 * written without waiting for the disk, and losing it loses nothing.
 */
export class SearchShelf {
  readonly #dexie: Dexie;

  constructor(platform: Pick<Platform, 'indexedDB' | 'IDBKeyRange'>, database: string) {
    this.#dexie = new Dexie(`${database}:search`, {
      indexedDB: platform.indexedDB,
      IDBKeyRange: platform.IDBKeyRange,
      chromeTransactionDurability: 'relaxed',
      cache: 'disabled',
    });
    this.#dexie.version(1).stores({ packs: 'no' });
  }

  get #packs(): Table<Pack, number> {
    return this.#dexie.table('packs');
  }

  /** The packs in order, one at a time. */
  async *packs(): AsyncGenerator<Pack> {
    for (let last = 0; ;) {
      const pack = await this.#packs.where('no').above(last).first();
      if (pack === undefined) return;
      last = pack.no;
      yield pack;
    }
  }

  async put(pack: Pack): Promise<void> {
    await this.#packs.put(pack);
  }

  async clear(): Promise<void> {
    await this.#packs.clear();
  }

  close(): void {
    this.#dexie.close();
  }

  static async remove(platform: Pick<Platform, 'indexedDB' | 'IDBKeyRange'>, database: string): Promise<void> {
    const { indexedDB, IDBKeyRange } = platform;
    await new Dexie(`${database}:search`, { indexedDB, IDBKeyRange }).delete();
  }
}

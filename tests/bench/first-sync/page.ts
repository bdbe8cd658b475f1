/** What the rows cost other ways of keeping them in a page: nothing but that, in an Electron window with nothing else in it. */
import { Dexie } from 'dexie';

type Row = { readonly id: string };
type Replicated = { readonly ok: boolean; readonly docs_written: number };
type PouchDatabase = { destroy(): Promise<unknown>; info(): Promise<{ doc_count: number }> };
type Pouch = {
  new (name: string): PouchDatabase;
  replicate(from: string, to: PouchDatabase, options: object): Promise<Replicated>;
};

declare global {
  interface Window {
    peers: Peers;
    /** Loaded by a script tag. */
    readonly PouchDB: Pouch;
  }
}

export class Peers {
  #rows: readonly Row[] = [];
  #used = 0;

  /** Takes the rows into memory. @returns how many */
  async fetch(url: string): Promise<number> {
    this.#rows = (await (await fetch(url)).json()) as Row[];
    return this.#rows.length;
  }

  /** Writes the rows into a new database, one index besides the key, as Dexie comes. @returns milliseconds */
  async bulkPut(): Promise<number> {
    const database = new Dexie(`bulk ${(this.#used += 1)}`);
    database.version(1).stores({ rows: 'id, updatedAt' });
    await database.open();
    const from = performance.now();
    await database.table('rows').bulkPut(this.#rows);
    const took = performance.now() - from;
    await database.delete();
    return took;
  }

  /** Replicates the server's rows into a new database. @returns milliseconds */
  async replicate(url: string, batch: number): Promise<number> {
    const database = new window.PouchDB(`replica ${(this.#used += 1)}`);
    await database.info();
    const from = performance.now();
    const { ok, docs_written: written } = await window.PouchDB.replicate(url, database, { batch_size: batch });
    const took = performance.now() - from;
    if (!ok || written !== this.#rows.length) throw new Error(`PouchDB wrote ${written} of ${this.#rows.length} rows`);
    await database.destroy();
    return took;
  }
}

window.peers = new Peers();

import Dexie, { type Table } from 'dexie';
import type { FileMetadata } from '../../../domain/file/file.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { Id, Instant } from '../../../domain/ids.ts';
import { Connection } from '../database/connection.ts';
import type { Platform } from '../platform.ts';

/** A file on its way to the server. */
export type OutgoingFile = {
  readonly id: Id;
  readonly metadata: FileMetadata;
  /** Bytes. */
  readonly size: number;
  readonly addedAt: Instant;
  /** The server knows of it: the upload goes on where it stopped. */
  readonly begun: boolean;
  /** In the timeline at the server; what is left of it here goes when the entry has come. */
  readonly attached: boolean;
  /** Why the server does not want it; null: it will be tried. */
  readonly refused: ErrorCode | null;
};

/**
 * Where files lie until the server has them: a database of its own beside the agent's data, on the disk before anybody says so, as a note is. What
 * is known of them is apart from their contents, which are read one at a time.
 */
export class FileShelf {
  readonly #dexie: Dexie;
  readonly #connection: Connection;

  constructor(platform: Pick<Platform, 'indexedDB' | 'IDBKeyRange'>, database: string) {
    this.#dexie = new Dexie(`${database}:files`, {
      indexedDB: platform.indexedDB,
      IDBKeyRange: platform.IDBKeyRange,
      chromeTransactionDurability: 'strict',
      cache: 'disabled',
    });
    this.#connection = new Connection(this.#dexie);
    this.#dexie.version(1).stores({ files: 'id', contents: 'id' });
  }

  get #files(): Table<OutgoingFile, Id> {
    return this.#dexie.table('files');
  }

  get #contents(): Table<{ readonly id: Id; readonly bytes: Uint8Array<ArrayBuffer> }, Id> {
    return this.#dexie.table('contents');
  }

  /** In the order in which they were added. */
  async all(): Promise<OutgoingFile[]> {
    return await this.#connection.run(() => this.#files.toArray());
  }

  async bytes(id: Id): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return (await this.#connection.run(() => this.#contents.get(id)))?.bytes;
  }

  /** Throws STORE_FULL or STORE_UNAVAILABLE, with nothing written. */
  async add(file: OutgoingFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#connection.write(['files', 'contents'], async () => {
      await this.#files.add(file);
      await this.#contents.add({ id: file.id, bytes });
    });
  }

  async put(file: OutgoingFile): Promise<void> {
    await this.#connection.run(() => this.#files.put(file));
  }

  async remove(id: Id): Promise<void> {
    await this.#connection.write(['files', 'contents'], async () => {
      await this.#files.delete(id);
      await this.#contents.delete(id);
    });
  }

  close(): void {
    this.#connection.close();
  }

  static async remove(platform: Pick<Platform, 'indexedDB' | 'IDBKeyRange'>, database: string): Promise<void> {
    const { indexedDB, IDBKeyRange } = platform;
    const dexie = new Dexie(`${database}:files`, { indexedDB, IDBKeyRange });
    await new Connection(dexie).run(() => dexie.delete());
  }
}

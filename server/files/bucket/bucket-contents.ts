import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Server } from '@tus/server';
import { CodedError } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { isMissing } from '../../data-folder.ts';
import type { Database } from '../../database/schema.ts';
import type { Contents } from '../contents.ts';
import { openTus, type TusOptions } from '../tus.ts';
import type { Bucket, StoredObject } from './bucket.ts';
import { coverage } from './pieces.ts';
import { PieceStore } from './piece-store.ts';

const idLength = 36;

/** How the folders begin in which files are lent. */
const copies = 'casque-file-';
/** Longer than anybody looks at one. Milliseconds. */
const longest = 24 * 3_600_000;

/** In a bucket: while it comes in pieces `ID/...`, kept as the one object `ID`. */
export class BucketContents implements Contents {
  readonly #bucket: Bucket;
  readonly #tus: Promise<Server>;

  constructor(bucket: Bucket, db: Database, options: TusOptions) {
    this.#bucket = bucket;
    const reachOf = async (id: Id): Promise<number> => coverage(id, await this.#objects(id)).reach;
    this.#tus = openTus(new PieceStore({ bucket, db, reachOf }), options);
  }

  tus(): Promise<Server> {
    return this.#tus;
  }

  async lend<T>(id: Id, use: (path: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), copies));
    try {
      const path = join(folder, id);
      await pipeline(Readable.from(this.#come(id)), createWriteStream(path, { mode: 0o600 }));
      return await use(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async keep(id: Id, path: string): Promise<void> {
    await this.#bucket.put(id, createReadStream(path), (await stat(path)).size);
    await this.#removeAll(id, (key) => key !== id);
  }

  async read(id: Id): Promise<Readable> {
    const content = await this.#bucket.get(id);
    if (content === undefined) throw new CodedError('NOT_FOUND', `content of ${id}`);
    return content;
  }

  async remove(id: Id): Promise<void> {
    await this.#removeAll(id, () => true);
  }

  async ids(): Promise<Id[]> {
    const found = new Set<Id>();
    for await (const { key } of this.#bucket.list()) {
      const id = Id.safeParse(key.slice(0, idLength));
      // Whatever else somebody has put there is theirs.
      if (id.success && ['', '/'].includes(key.charAt(idLength))) found.add(id.data);
    }
    return [...found];
  }

  async sweep(): Promise<void> {
    for (const name of await readdir(tmpdir())) {
      if (!name.startsWith(copies)) continue;
      const folder = join(tmpdir(), name);
      const found = await lstat(folder).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      // The system's folder is everybody's.
      const isOurs = found?.isDirectory() === true && found.uid === (process.getuid?.() ?? found.uid);
      if (isOurs && Date.now() - found.mtimeMs > longest) await rm(folder, { recursive: true, force: true });
    }
  }

  close(): void {
    this.#bucket.close();
  }

  async *#come(id: Id): AsyncGenerator<Buffer> {
    for (const { key, skip } of coverage(id, await this.#objects(id)).parts) {
      const piece = await this.#bucket.get(key);
      // Another node has just put the pieces together: asked again, it will be there.
      if (piece === undefined) throw new CodedError('FILE_STORAGE_UNAVAILABLE', `${key} has gone meanwhile`);
      let ahead = skip;
      for await (const chunk of piece as AsyncIterable<Buffer>) {
        yield chunk.subarray(ahead);
        ahead = Math.max(0, ahead - chunk.length);
      }
    }
  }

  async #objects(id: Id): Promise<StoredObject[]> {
    const objects: StoredObject[] = [];
    for await (const object of this.#bucket.list(id)) objects.push(object);
    return objects;
  }

  async #removeAll(id: Id, which: (key: string) => boolean): Promise<void> {
    for (const { key } of await this.#objects(id)) if (which(key)) await this.#bucket.remove(key);
  }
}

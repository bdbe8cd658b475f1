import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Server } from '@tus/server';
import { Id } from '../../domain/ids.ts';
import { isMissing } from '../data-folder.ts';

export type ContentsOptions = {
  readonly folder: string;
  readonly mostBytes: number;
  /** Web origins that may ask (CORS): tus answers by itself. */
  readonly origins: readonly string[];
};

/** The contents of files in a folder: a file by its id, and what tus notes of it beside (ID.json). */
export class Contents {
  readonly #options: ContentsOptions;
  #tus: Promise<Server> | undefined;

  constructor(options: ContentsOptions) {
    this.#options = options;
  }

  /** Speaks tus, to whom it is allowed to. Made when it is first asked for, with its folder. */
  tus(): Promise<Server> {
    const made = (this.#tus ??= this.#open());
    made.catch(() => (this.#tus = undefined));
    return made;
  }

  /** Its size and SHA-256; undefined: it is not there. */
  async digest(id: Id): Promise<{ readonly size: number; readonly sha256: string } | undefined> {
    try {
      const { size } = await stat(this.path(id));
      const hash = createHash('sha256');
      await pipeline(createReadStream(this.path(id)), hash);
      return { size, sha256: hash.digest('hex') };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Throws with ENOENT when it is not there, before anything is read. */
  async read(id: Id): Promise<ReadStream> {
    await stat(this.path(id));
    return createReadStream(this.path(id));
  }

  async remove(id: Id): Promise<void> {
    await rm(this.path(id), { force: true });
    await rm(`${this.path(id)}.json`, { force: true });
  }

  /** Of everything that is there. */
  async ids(): Promise<Id[]> {
    const names = await readdir(this.#options.folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    return names.filter((name) => Id.safeParse(name).success);
  }

  /** @param id is one: nothing else reaches this */
  path(id: Id): string {
    return join(this.#options.folder, Id.parse(id));
  }

  async #open(): Promise<Server> {
    const { folder, mostBytes, origins } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const [{ Server: TusServer }, { FileStore }] = await Promise.all([
      import('@tus/server'),
      import('@tus/file-store'),
    ]);
    return new TusServer({
      path: '/v1/files',
      datastore: new FileStore({ directory: folder }),
      maxSize: mostBytes,
      relativeLocation: true,
      allowedOrigins: [...origins],
      namingFunction: (_request, metadata) => Id.parse(metadata?.['id']),
    });
  }
}

import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Server } from '@tus/server';
import { CodedError } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { isMissing } from '../data-folder.ts';
import type { Contents } from './contents.ts';
import { openTus, type TusOptions } from './tus.ts';

/** In a folder: a file by its id, and what tus notes of it beside (ID.json). */
export class FolderContents implements Contents {
  readonly #folder: string;
  readonly #options: TusOptions;
  #tus: Promise<Server> | undefined;

  constructor(folder: string, options: TusOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  tus(): Promise<Server> {
    const made = (this.#tus ??= this.#open());
    made.catch(() => (this.#tus = undefined));
    return made;
  }

  async lend<T>(id: Id, use: (path: string) => Promise<T>): Promise<T> {
    return await use(this.#path(id));
  }

  async keep(): Promise<void> {
    // It is where it came to.
  }

  async read(id: Id): Promise<Readable> {
    await stat(this.#path(id)).catch((error: unknown) => {
      throw isMissing(error) ? new CodedError('NOT_FOUND', `content of ${id}`, { cause: error }) : error;
    });
    return createReadStream(this.#path(id));
  }

  async remove(id: Id): Promise<void> {
    await rm(this.#path(id), { force: true });
    await rm(`${this.#path(id)}.json`, { force: true });
  }

  async ids(): Promise<Id[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    return names.filter((name) => Id.safeParse(name).success);
  }

  async sweep(): Promise<void> {
    // There are no copies.
  }

  close(): void {
    // Nothing is open between requests.
  }

  /** @param id is one: nothing else reaches this */
  #path(id: Id): string {
    return join(this.#folder, Id.parse(id));
  }

  async #open(): Promise<Server> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const { FileStore } = await import('@tus/file-store');
    return await openTus(new FileStore({ directory: this.#folder }), this.#options);
  }
}

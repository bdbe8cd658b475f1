import type Dexie from 'dexie';
import { CodedError } from '../../../domain/errors.ts';
import { storageError } from './storage-error.ts';

/**
 * A database whose connection the browser engine closes by itself after a write that failed, as on a full disk, and which it may not be able to
 * open again for as long as that lasts: it is opened anew when it is next wanted.
 */
export class Connection {
  readonly #dexie: Dexie;
  #isLost = false;
  #isClosed = false;
  #opening: Promise<unknown> | null = null;

  constructor(dexie: Dexie) {
    this.#dexie = dexie;
  }

  /** Throws a CodedError. */
  async run<T>(work: () => PromiseLike<T>): Promise<T> {
    try {
      if (this.#isLost) await this.#openAgain();
      return await work();
    } catch (error) {
      if (error instanceof CodedError) throw error;
      this.#isLost = !this.#isClosed;
      throw storageError(error);
    }
  }

  /** All or nothing, on the disk when it resolves. Throws a CodedError, with nothing written. */
  async write(stores: readonly string[], work: () => Promise<void>): Promise<void> {
    await this.run(async () => {
      let engine: IDBTransaction | undefined;
      try {
        await this.#dexie.transaction('rw', [...stores], async ({ idbtrans }) => {
          engine = idbtrans;
          await work();
        });
      } catch (error) {
        // A request that the engine has aborted says that much and no more: its transaction knows why.
        throw engine?.error ?? error;
      }
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#isLost = false;
    this.#dexie.close();
  }

  async #openAgain(): Promise<void> {
    this.#opening ??= this.#reopen().finally(() => (this.#opening = null));
    await this.#opening;
  }

  async #reopen(): Promise<void> {
    this.#dexie.close({ disableAutoOpen: false });
    await this.#dexie.open();
    if (this.#isClosed) this.#dexie.close();
    this.#isLost = false;
  }
}

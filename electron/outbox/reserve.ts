import { randomBytes } from 'node:crypto';
import { rm, stat, statfs } from 'node:fs/promises';
import { CodedError } from '../../domain/errors.ts';
import { writeAtomically } from '../files/atomic-write.ts';

/** Bytes below which a database of the browser engine can no longer be opened or grow: it writes files of some megabytes anew. */
const leastRoom = 8_000_000;
/** Bytes of the reserve: many times what waits to be sent in a day. */
const reserved = 1_000_000;

/** Whether the disk that this folder is on has room for more. */
export async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= leastRoom;
}

/**
 * Room on the disk that is given up when there is no other. The browser engine's database may take the last block of a full disk and have been told as
 * done before its second place is written, and a full disk is what such a database breaks on.
 */
export class Reserve {
  readonly #folder: string;
  readonly #file: string;
  /** Null: not looked for yet. */
  #isThere: boolean | null = null;

  /** @param folder that is on the same disk and exists; @param file that holds the room */
  constructor(folder: string, file: string) {
    this.#folder = folder;
    this.#file = file;
  }

  /** Makes sure of it, where the disk has room to spare. */
  async keep(): Promise<void> {
    this.#isThere ??= await stat(this.#file).then(
      ({ size }) => size >= reserved,
      () => false,
    );
    if (this.#isThere) return;
    this.#isThere = await hasRoom(this.#folder)
      // Not zeros: there are disks that need no room for those.
      .then(async (has) => has && (await writeAtomically(this.#file, randomBytes(reserved)), true))
      .catch(() => false);
  }

  /** Does this, and once more in the room of the reserve when the disk is full. */
  async spend<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isOfTheDisk(error) || this.#isThere === false) throw error;
      this.#isThere = false;
      await rm(this.#file, { force: true });
      return await work();
    }
  }
}

/** And not of a limit of our own. */
function isOfTheDisk(error: unknown): boolean {
  return error instanceof CodedError && (error.detail === 'ENOSPC' || error.detail === 'EDQUOT');
}

import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../domain/errors.ts';
import { DraftCopy } from '../../domain/wire/draft-copy.ts';
import {
  JournalLine,
  longestLine,
  longestQueuedLine,
  type JournalAnswer,
  type JournalRequest,
} from '../../domain/wire/outbox-journal.ts';
import { storageCode, syncFolder, writeAtomically } from '../files/atomic-write.ts';
import { oneAtATime } from '../files/one-at-a-time.ts';
import type { Log } from '../log/log.ts';
import { hasRoom, Reserve } from './reserve.ts';

export type OutboxJournalOptions = {
  /** Where the journals live, one per database; made when it is first needed. */
  readonly folder: string;
  readonly log: Pick<Log, 'warn'>;
  /** Bytes that one journal may have. */
  readonly largest?: number;
};

/**
 * The outbox's second place: what the store has queued, written again where the browser engine cannot wipe it. One file per
 * database, one line of JSON each, readable by this user only, on the disk when a request is answered.
 */
export class OutboxJournal {
  readonly #options: OutboxJournalOptions;
  readonly #inOrder = oneAtATime();
  /** Bytes of the journals that were written to in this run, each of them known to end with a line's end. */
  readonly #sizes = new Map<string, number>();

  /** Drafts of this run that the store had not saved when they came. */
  readonly #early = new Map<string, readonly DraftCopy[]>();
  readonly #reserve: Reserve;

  constructor(options: OutboxJournalOptions) {
    this.#options = options;
    const { folder } = options;
    this.#reserve = new Reserve(dirname(folder), join(folder, 'reserve'));
  }

  /** @throws {CodedError} STORE_FULL, SHELL_DATA_FOLDER_READ_ONLY, or SHELL_FAILED; nothing of the request counts then */
  answer(request: JournalRequest): Promise<JournalAnswer> {
    return this.#inOrder(async () => {
      const file = this.#fileOf(request.database);
      switch (request.act) {
        case 'read':
          return await this.#read(file);
        case 'append':
          await this.#written(() => this.#append(file, textOf(request.lines)));
          return nothing;
        case 'replace':
          await this.#written(() => this.#replace(file, textOf(request.lines)));
          return nothing;
        case 'remove':
          this.#sizes.delete(file);
          this.#early.delete(file);
          await rm(file, { force: true });
          await rm(draftsBeside(file), { force: true });
          return nothing;
        case 'room':
          await this.#needRoom();
          return nothing;
        case 'readDrafts':
          return { ...nothing, drafts: await this.#readDrafts(draftsBeside(file)) };
        case 'keepDraft': {
          this.#early.set(file, latest([...(this.#early.get(file) ?? []), request.draft]));
          // The reserve is for what the store has: on a full disk it would take the room, and say that there is some.
          await this.#writeDrafts(file, await this.#readDrafts(draftsBeside(file)), (write) => write());
          return nothing;
        }
        case 'writeDrafts':
          await this.#writeDrafts(file, request.drafts, (write) => this.#written(write));
          return nothing;
      }
    });
  }

  /** The name says nothing of who it belongs to. */
  #fileOf(database: string): string {
    const name = createHash('sha256').update(database).digest('hex').slice(0, 32);
    return join(this.#options.folder, `${name}.jsonl`);
  }

  async #read(file: string): Promise<JournalAnswer> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return nothing;
      throw storageFailure(error);
    }
    const lines = text.split('\n').filter((line) => line !== '');
    const read = lines.map(readLine);
    const damaged = read.filter((line) => line === null).length;
    if (damaged > 0) this.#options.log.warn('outbox-journal-damaged', `${damaged} of ${lines.length} lines left out`);
    return { exists: true, lines: read.filter((line) => line !== null) };
  }

  async #readDrafts(file: string): Promise<DraftCopy[]> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw storageFailure(error);
    }
    try {
      return z.array(DraftCopy).parse(JSON.parse(text));
    } catch {
      this.#options.log.warn('drafts-copy-damaged');
      return [];
    }
  }

  async #writeDrafts(
    file: string,
    drafts: readonly DraftCopy[],
    written: (write: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const all = latest([...drafts, ...(this.#early.get(file) ?? [])]);
    await this.#makeFolder();
    await written(() => writeAtomically(draftsBeside(file), JSON.stringify(all)));
    const saved = new Map(drafts.map(({ key, savedAt }) => [key, savedAt]));
    const early = (this.#early.get(file) ?? []).filter(({ key, savedAt }) => (saved.get(key) ?? '') < savedAt);
    this.#early.set(file, early);
  }

  async #makeFolder(): Promise<void> {
    try {
      await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw storageFailure(error);
    }
  }

  /** Of the data folder, where the engine's databases are too. */
  async #needRoom(): Promise<void> {
    const has = await hasRoom(dirname(this.#options.folder)).catch((error: unknown) => {
      throw storageFailure(error);
    });
    if (!has) throw new CodedError('STORE_FULL', 'data folder');
  }

  /** On the disk, though it may be full. The reserve is seen to afterwards, and nobody waits for that. */
  async #written(write: () => Promise<void>): Promise<void> {
    await this.#reserve.spend(write);
    void this.#inOrder(() => this.#reserve.keep());
  }

  async #append(file: string, text: string): Promise<void> {
    const { largest = 64_000_000 } = this.#options;
    let handle: FileHandle | undefined;
    try {
      const isNew = !this.#sizes.has(file);
      if (isNew) await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
      handle = await open(file, 'a+', 0o600);
      const size = this.#sizes.get(file) ?? (await handle.stat()).size;
      // A power loss may have cut the last line: what comes now begins on its own.
      const whole = !isNew || size === 0 || (await lastByte(handle, size)) === '\n';
      const bytes = Buffer.from(whole ? text : `\n${text}`);
      if (size + bytes.length > largest) throw new CodedError('STORE_FULL', 'outbox journal');
      await writeAll(handle, bytes, size);
      await handle.datasync();
      if (isNew) await syncFolder(this.#options.folder);
      this.#sizes.set(file, size + bytes.length);
    } catch (error) {
      // Half a line may be there: the next one looks again.
      this.#sizes.delete(file);
      throw storageFailure(error);
    } finally {
      await handle?.close();
    }
  }

  async #replace(file: string, text: string): Promise<void> {
    this.#sizes.delete(file);
    await this.#makeFolder();
    await writeAtomically(file, text);
  }
}

function draftsBeside(file: string): string {
  return file.replace(/\.jsonl$/, '.drafts.json');
}

/** The later word on each draft. */
function latest(drafts: readonly DraftCopy[]): DraftCopy[] {
  const all = new Map<string, DraftCopy>();
  for (const draft of drafts) if ((all.get(draft.key)?.savedAt ?? '') < draft.savedAt) all.set(draft.key, draft);
  return [...all.values()];
}

const nothing: JournalAnswer = { exists: false, lines: [] };

function textOf(lines: readonly JournalLine[]): string {
  return lines
    .map((line) => {
      const text = JSON.stringify(line);
      if (text.length > (line.kind === 'queued' ? longestQueuedLine : longestLine))
        throw new CodedError('REQUEST_TOO_LARGE', 'a line of the outbox journal');
      return `${text}\n`;
    })
    .join('');
}

function readLine(text: string): JournalLine | null {
  if (text.length > longestLine) return null;
  try {
    const parsed = JournalLine.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

async function lastByte(handle: FileHandle, size: number): Promise<string> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString();
}

/** All of it or nothing: a line that a full disk cut is taken back. */
async function writeAll(handle: FileHandle, bytes: Buffer, size: number): Promise<void> {
  try {
    await handle.writeFile(bytes);
  } catch (error) {
    await handle.truncate(size).catch(() => undefined);
    throw error;
  }
}

function storageFailure(error: unknown): CodedError {
  return error instanceof CodedError ? error : storageCode(error);
}

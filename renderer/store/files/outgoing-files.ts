import { CodedError, codeOf, errorCatalogue, type ErrorCode } from '../../../domain/errors.ts';
import { FileName, isTypeAllowed, type FileLimits } from '../../../domain/file/file.ts';
import type { Id } from '../../../domain/ids.ts';
import type { GivenFile, WaitingFile } from '../contract.ts';
import type { Platform } from '../platform.ts';
import type { Credentials } from '../sync/http.ts';
import { Turns } from '../turns.ts';
import type { FileShelf, OutgoingFile } from './file-shelf.ts';
import { thumbnailOf } from './thumbnail.ts';
import { abandonFile, uploadFile } from './upload.ts';

export type OutgoingFilesOptions = {
  readonly platform: Pick<Platform, 'fetch' | 'after' | 'now' | 'log'>;
  readonly shelf: FileShelf;
  /** Null while nobody is signed in at the server. */
  readonly credentials: () => Credentials | null;
  /** Null: the server takes none. */
  readonly limits: () => FileLimits | null;
  /** Whether its entry has come, in the timeline of its ticket. */
  readonly hasCome: (id: Id) => boolean;
  /** Mutations are on their way: the ticket may be among them. */
  readonly isQueued: () => boolean;
  /** These tickets have other files than before. */
  readonly onChange: (ticketIds: readonly Id[]) => void;
  /** A file is in a timeline at the server. */
  readonly onAttached: () => void;
};

/** Before the next try when the server did not take one, and when it had no room. Milliseconds. */
const againMillis = 15_000;
const roomMillis = 15 * 60_000;

/** Files that were added here, from the disk of this machine to the timelines at the server, one after the other. */
export class OutgoingFiles {
  readonly #options: OutgoingFilesOptions;
  readonly #turns = new Turns();
  readonly #files = new Map<Id, OutgoingFile>();
  /** Bytes that are at the server, of the one that goes up now. */
  #progress: { readonly id: Id; readonly sent: number } | null = null;
  #running = false;
  #again = false;
  #stopped = false;
  #cancel: (() => void) | null = null;

  constructor(options: OutgoingFilesOptions) {
    this.#options = options;
  }

  /** What was left at the last end. */
  async load(): Promise<void> {
    const files = await this.#options.shelf.all();
    for (const file of files) this.#files.set(file.id, file);
    if (files.length > 0) this.#changed(...files);
    this.want();
  }

  /** Those that the server has not got. */
  get count(): number {
    return [...this.#files.values()].filter(({ attached }) => !attached).length;
  }

  of(ticketId: Id): WaitingFile[] {
    const { hasCome } = this.#options;
    return [...this.#files.values()]
      .filter(({ id, metadata }) => metadata.ticketId === ticketId && !hasCome(id))
      .map(({ id, metadata, size, attached, refused }) => ({
        id,
        name: metadata.name,
        type: metadata.type,
        size,
        thumbnail: metadata.thumbnail,
        refused,
        sent: attached ? size : this.#progress?.id === id ? this.#progress.sent : 0,
      }));
  }

  /**
   * On the disk when it resolves; given again, it is there already. Throws `CodedError` FILE_TOO_LARGE, FILE_TYPE_REFUSED, REQUEST_MALFORMED (no file, or an empty one), STORE_FULL.
   */
  async add({ id, ticketId, name, type, bytes }: GivenFile): Promise<void> {
    if (this.#files.has(id) || this.#options.hasCome(id)) return;
    const limits = this.#options.limits();
    const known = type === '' ? 'application/octet-stream' : (type.split(';')[0] ?? '').trim().toLowerCase();
    if (bytes.length === 0) throw new CodedError('REQUEST_MALFORMED', 'an empty file');
    if (limits === null || !isTypeAllowed(limits, known)) throw new CodedError('FILE_TYPE_REFUSED', known);
    if (bytes.length > limits.mostBytes) throw new CodedError('FILE_TOO_LARGE', `at most ${limits.mostBytes}`);
    const [digest, thumbnail] = await Promise.all([crypto.subtle.digest('SHA-256', bytes), thumbnailOf(bytes, known)]);
    const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const file: OutgoingFile = {
      id,
      metadata: { id, ticketId, name: readableName(name), type: known, sha256, thumbnail },
      size: bytes.length,
      addedAt: new Date(this.#options.platform.now()).toISOString(),
      begun: false,
      attached: false,
      refused: null,
    };
    await this.#turns.run('desk', async () => await this.#options.shelf.add(file, bytes));
    this.#files.set(id, file);
    this.#changed(file);
    this.want();
  }

  /** Gives one up that is not in a timeline yet. */
  async drop(id: Id): Promise<void> {
    const file = this.#files.get(id);
    if (file === undefined || file.attached) return;
    this.#files.delete(id);
    await this.#turns.run('desk', async () => await this.#options.shelf.remove(id));
    this.#changed(file);
    if (file.begun) void this.#abandon(file);
  }

  /** There may be something to send, or somewhere to send it. Returns at once. */
  want(): void {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#cancel = null;
    this.#again = true;
    if (!this.#running) void this.#run();
  }

  /** Entries have come. */
  async settle(): Promise<void> {
    const come = [...this.#files.values()].filter(({ id }) => this.#options.hasCome(id));
    for (const file of come) {
      this.#files.delete(file.id);
      await this.#turns.run('desk', async () => await this.#options.shelf.remove(file.id));
    }
    if (come.length > 0) this.#changed(...come);
  }

  /** Ends after what was begun is on disk. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#turns.run('desk', () => Promise.resolve());
    this.#options.shelf.close();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        for (const { id } of [...this.#files.values()]) {
          const file = this.#files.get(id);
          const isTried = file !== undefined && !file.attached && (file.refused === null || isNoRoom(file.refused));
          if (isTried && !(await this.#send(file))) {
            this.#wantIn(againMillis);
            break;
          }
        }
      }
    } finally {
      this.#running = false;
    }
  }

  /** False: not now, nor any other. */
  async #send(file: OutgoingFile): Promise<boolean> {
    const { platform, shelf, credentials, isQueued, onAttached } = this.#options;
    const allowed = credentials();
    if (allowed === null || this.#stopped) return false;
    try {
      const bytes = await shelf.bytes(file.id);
      if (bytes === undefined) throw new CodedError('STORE_DAMAGED', `content of ${file.id}`);
      await uploadFile({
        platform,
        credentials: allowed,
        file,
        bytes,
        onBegun: async () => await this.#keep(file.id, { begun: true }),
        onProgress: (sent) => {
          // What is under way ends there, and is given up once more: the first word of that may have come too early.
          if (!this.#files.has(file.id)) throw new CodedError('NOT_FOUND', 'given up');
          this.#progress = { id: file.id, sent };
          this.#changed(file);
        },
      });
      await this.#keep(file.id, { attached: true, refused: null });
      onAttached();
      return true;
    } catch (error) {
      const code = codeOf(error, 'SERVER_FAILED');
      platform.log('warn', `file-not-sent ${code}`, error instanceof Error ? error.message : String(error));
      if (code === 'FILE_DAMAGED' || code === 'FILE_INCOMPLETE')
        await this.#keep(file.id, { begun: false }).catch(() => undefined);
      if (!this.#files.has(file.id)) await this.#abandon(file);
      const noRoom = isNoRoom(code);
      if (noRoom) this.#wantIn(roomMillis);
      else if (!isFinal(code) || (code === 'MUTATION_TARGET_MISSING' && isQueued())) return false;
      await this.#keep(file.id, { refused: code, ...(noRoom ? { begun: false } : {}) }).catch(() => undefined);
      return true;
    } finally {
      this.#progress = null;
      this.#changed(file);
    }
  }

  /** Its room at the server is free at once, or when what rests is taken away there. */
  async #abandon(file: OutgoingFile): Promise<void> {
    const { platform, credentials } = this.#options;
    const allowed = credentials();
    if (allowed !== null) await abandonFile(platform, allowed, file.id).catch(() => undefined);
  }

  #wantIn(millis: number): void {
    this.#cancel?.();
    this.#cancel = this.#options.platform.after(millis, () => this.want());
  }

  /** Nothing of one that was given up meanwhile. */
  async #keep(id: Id, change: Partial<OutgoingFile>): Promise<void> {
    await this.#turns.run('desk', async () => {
      const now = this.#files.get(id);
      if (now === undefined) return;
      const next = { ...now, ...change };
      this.#files.set(id, next);
      if (!this.#stopped) await this.#options.shelf.put(next);
    });
  }

  #changed(...files: readonly OutgoingFile[]): void {
    if (!this.#stopped) this.#options.onChange(files.map(({ metadata }) => metadata.ticketId));
  }
}

/** The same again would be answered in the same way; the end of a session is not the file's fault. */
function isFinal(code: ErrorCode): boolean {
  return !errorCatalogue[code].retry && !code.startsWith('AUTH_') && !code.startsWith('SERVER_');
}

/** Told to the agent, and tried again: others are deleted, or the administrator gives more. */
function isNoRoom(code: ErrorCode): boolean {
  return code === 'FILE_QUOTA_REACHED' || code === 'FILE_STORAGE_FULL';
}

/** What can be a name on any system. */
function readableName(name: string): string {
  const clean = name.replace(/[/\\\p{Cc}]/gu, '_').trim();
  const dot = clean.lastIndexOf('.');
  const ending = dot > 0 && clean.length - dot <= 12 ? clean.slice(dot) : '';
  const short = clean.length <= 200 ? clean : clean.slice(0, 200 - ending.length) + ending;
  return FileName.safeParse(short).success ? short : 'fichier';
}

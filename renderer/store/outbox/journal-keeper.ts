import type { ErrorCode } from '../../../domain/errors.ts';
import { codeOf } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import type { JournalAnswer, JournalLine, JournalRequest } from '../../../domain/wire/outbox-journal.ts';
import type { QueuedMutation } from '../database/records.ts';

export type JournalKeeperOptions = {
  /** Rejects with a CodedError. */
  readonly ask: (request: JournalRequest) => Promise<JournalAnswer>;
  /** Name of the database that the journal belongs to. */
  readonly database: string;
  /** Why the journal cannot be written, null when it can again. */
  readonly onTrouble: (code: ErrorCode | null) => void;
};

/** What the journal holds: an identity at the server and what is queued under it, in order. */
type Content = { readonly clientId: Id; readonly queue: readonly QueuedMutation[] };

/** As many as one request may append. */
const mostAppended = 1000;

/**
 * Keeps the journal of the outbox up with the queue: what is new is appended, what the server confirmed is struck out, and a
 * journal with nothing left is emptied. A write that failed is made good by writing the whole anew at the next change.
 */
export class JournalKeeper {
  readonly #options: JournalKeeperOptions;
  #wanted: Content | null = null;
  /** Null: not known, or not whole. */
  #written: Content | null = null;
  #writing: Promise<void> | null = null;
  #trouble: ErrorCode | null = null;
  /** As an earlier run left it, until it is first written. */
  #found: readonly JournalLine[] = [];
  /** What it holds could not be read, and is not written over. */
  #unreadable = false;

  constructor(options: JournalKeeperOptions) {
    this.#options = options;
  }

  get trouble(): ErrorCode | null {
    return this.#trouble;
  }

  /** What an earlier run left; nothing when it cannot be read. */
  async read(): Promise<JournalAnswer> {
    try {
      const answer = await this.#options.ask({ act: 'read', database: this.#options.database });
      this.#found = answer.lines;
      return answer;
    } catch (error) {
      this.#unreadable = true;
      this.#say(codeOf(error, 'SHELL_FAILED'));
      return { exists: false, lines: [] };
    }
  }

  /** The queue is this now, and is on disk in the database. Resolves when the journal has it too, or cannot have it. */
  follow(clientId: Id, queue: readonly QueuedMutation[]): Promise<void> {
    if (this.#unreadable) return Promise.resolve();
    this.#wanted = { clientId, queue };
    this.#writing ??= this.#write().finally(() => (this.#writing = null));
    return this.#writing;
  }

  /** The agent's data are being deleted. */
  async remove(): Promise<void> {
    await this.#writing;
    await this.#options.ask({ act: 'remove', database: this.#options.database }).catch(() => undefined);
  }

  async #write(): Promise<void> {
    for (;;) {
      const wanted = this.#wanted;
      if (wanted === null || wanted === this.#written) return;
      const request = this.#request(wanted);
      try {
        if (request !== null) await this.#options.ask(request);
        this.#written = wanted;
        this.#say(null);
      } catch (error) {
        this.#written = null;
        this.#found = [];
        this.#say(codeOf(error, 'SHELL_FAILED'));
        // Not again and again: with the next change.
        if (this.#wanted === wanted) return;
      }
    }
  }

  #request({ clientId, queue }: Content): JournalRequest | null {
    const { database } = this.#options;
    const written = this.#written?.clientId === clientId ? this.#written : null;
    const whole: JournalRequest = { act: 'replace', database, lines: journalOf(clientId, queue) };
    if (written === null) {
      const asFound = JSON.stringify(this.#found) === JSON.stringify(whole.lines);
      this.#found = [];
      return asFound ? null : whole;
    }
    const lines = linesSince(clientId, written.queue, queue);
    if (lines.length === 0) return null;
    return queue.length === 0 || lines.length > mostAppended ? whole : { act: 'append', database, lines };
  }

  #say(code: ErrorCode | null): void {
    if (code === this.#trouble) return;
    this.#trouble = code;
    this.#options.onTrouble(code);
  }
}

function journalOf(clientId: Id, queue: readonly QueuedMutation[]): JournalLine[] {
  return [
    { kind: 'client', clientId },
    ...queue.map((mutation): JournalLine => ({ kind: 'queued', clientId, mutation })),
  ];
}

/** From one state of a client's queue to a later one: its beginning was confirmed, its end is new. */
function linesSince(clientId: Id, before: readonly QueuedMutation[], now: readonly QueuedMutation[]): JournalLine[] {
  const last = before.at(-1)?.seq ?? 0;
  const confirmed = before.filter(({ seq }) => seq < (now[0]?.seq ?? last + 1)).at(-1)?.seq;
  return [
    ...(confirmed === undefined ? [] : [{ kind: 'confirmed', clientId, seq: confirmed } as const]),
    ...now.filter(({ seq }) => seq > last).map((mutation) => ({ kind: 'queued', clientId, mutation }) as const),
  ];
}

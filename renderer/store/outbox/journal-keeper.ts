import type { ErrorCode } from '../../../domain/errors.ts';
import { codeOf } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import {
  longestLine,
  type JournalAnswer,
  type JournalLine,
  type JournalRequest,
} from '../../../domain/wire/outbox-journal.ts';
import type { QueuedMutation, RefusedRecord } from '../database/records.ts';

export type JournalKeeperOptions = {
  /** Rejects with a CodedError. */
  readonly ask: (request: JournalRequest) => Promise<JournalAnswer>;
  /** Name of the database that the journal belongs to. */
  readonly database: string;
  /** Why the journal cannot be written, null when it can again. */
  readonly onTrouble: (code: ErrorCode | null) => void;
};

/** What the journal holds: an identity at the server, what is queued under it, in order, and what was refused and not dealt with. */
export type JournalContent = {
  readonly clientId: Id;
  readonly queue: readonly QueuedMutation[];
  readonly refused: readonly RefusedRecord[];
};

/** As many as one request may append. */
const mostAppended = 1000;

/**
 * Keeps the journal of the outbox up with the queue: what is new is appended, what the server confirmed is struck out or kept as refused, and a
 * journal with nothing left is emptied. A write that failed is made good by writing the whole anew at the next change.
 */
export class JournalKeeper {
  readonly #options: JournalKeeperOptions;
  #wanted: JournalContent | null = null;
  /** Null: not known, or not whole. */
  #written: JournalContent | null = null;
  #writing: Promise<void> | null = null;
  #trouble: ErrorCode | null = null;
  /** As an earlier run left it, until it is first written. */
  #found: readonly JournalLine[] = [];
  #reading: Promise<JournalAnswer> | undefined;
  /** What it holds could not be read, and is not written over. */
  #unreadable = false;

  constructor(options: JournalKeeperOptions) {
    this.#options = options;
  }

  get trouble(): ErrorCode | null {
    return this.#trouble;
  }

  /** What an earlier run left; nothing when it cannot be read. Read once. */
  read(): Promise<JournalAnswer> {
    return (this.#reading ??= this.#read());
  }

  async #read(): Promise<JournalAnswer> {
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

  /** This is so now, and is on disk in the database. Resolves when the journal has it too, or cannot have it. */
  follow(content: JournalContent): Promise<void> {
    if (this.#unreadable) return Promise.resolve();
    this.#wanted = content;
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

  #request(content: JournalContent): JournalRequest | null {
    const { database } = this.#options;
    const written = this.#written?.clientId === content.clientId ? this.#written : null;
    const whole: JournalRequest = { act: 'replace', database, lines: journalOf(content) };
    if (written === null) {
      const asFound = JSON.stringify(this.#found) === JSON.stringify(whole.lines);
      this.#found = [];
      return asFound ? null : whole;
    }
    const lines = linesSince(written, content);
    if (lines.length === 0) return null;
    return content.queue.length === 0 || lines.length > mostAppended ? whole : { act: 'append', database, lines };
  }

  #say(code: ErrorCode | null): void {
    if (code === this.#trouble) return;
    this.#trouble = code;
    this.#options.onTrouble(code);
  }
}

function journalOf({ clientId, queue, refused }: JournalContent): JournalLine[] {
  return [
    { kind: 'client', clientId },
    ...refused.map(refusedLine),
    ...queue.map((mutation): JournalLine => ({ kind: 'queued', clientId, mutation })),
  ];
}

/**
 * From one state of a client's queue to a later one: its beginning was confirmed, its end is new. Words stand there in one form or another at
 * every moment: a line that a power cut took is the last one.
 */
function linesSince(before: JournalContent, { clientId, queue, refused }: JournalContent): JournalLine[] {
  const last = before.queue.at(-1)?.seq ?? 0;
  const confirmed = before.queue.filter(({ seq }) => seq < (queue[0]?.seq ?? last + 1)).at(-1)?.seq;
  const [known, left] = [new Set(before.refused.map(({ id }) => id)), new Set(refused.map(({ id }) => id))];
  return [
    ...refused.filter(({ id }) => !known.has(id)).map(refusedLine),
    ...(confirmed === undefined ? [] : [{ kind: 'confirmed', clientId, seq: confirmed } as const]),
    ...queue.filter(({ seq }) => seq > last).map((mutation) => ({ kind: 'queued', clientId, mutation }) as const),
    ...before.refused.filter(({ id }) => !left.has(id)).map(({ id }) => ({ kind: 'settled', id }) as const),
  ];
}

/** The words, not the rows that they made: those were for this screen. */
function refusedLine({ id, name, args, at, result, from }: RefusedRecord): JournalLine {
  const words = { id, name, args, at, ...(from === undefined ? {} : { from }) };
  const line = { kind: 'refused', record: { ...words, result } } as const;
  if (JSON.stringify(line).length <= longestLine) return line;
  // Nothing else could be written beside a line that is too long: the server's word goes before the agent's.
  const { seq, outcome, code } = result;
  const reason = { id, seq, outcome, ...(code === undefined ? {} : { code }) };
  return { kind: 'refused', record: { ...words, result: reason } };
}

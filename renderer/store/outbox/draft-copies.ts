import { codeOf, type ErrorCode } from '../../../domain/errors.ts';
import { mostDraftCopies, type DraftCopy } from '../../../domain/wire/draft-copy.ts';
import { staysHere } from '../draft-keys.ts';
import type { JournalAnswer, JournalRequest } from '../../../domain/wire/outbox-journal.ts';

export type DraftCopiesOptions = {
  /** Rejects with a CodedError. */
  readonly ask: (request: JournalRequest) => Promise<JournalAnswer>;
  /** Name of the database that the drafts belong to. */
  readonly database: string;
  /** Runs once after so many milliseconds; returns how to cancel. */
  readonly after: (ms: number, run: () => void) => () => void;
  readonly onTrouble: (code: ErrorCode) => void;
  /** There are more or fewer of them. */
  readonly onUnsent: () => void;
};

/** Between two writes: who types is written again and again. */
const pauseMillis = 500;

/** The drafts' second place, all of them in one file of the shell's; it follows the database a moment later. */
export class DraftCopies {
  readonly #options: DraftCopiesOptions;
  readonly #drafts = new Map<string, DraftCopy>();
  /** Nothing is written before it is known what is there. */
  #busy = true;
  /** Between two writes. */
  #pausing = false;
  #changed = false;
  #stopped = false;
  #cancel: () => void = () => undefined;

  constructor(options: DraftCopiesOptions) {
    this.#options = options;
  }

  /** Texts that are written and have not become anything yet. */
  get unsent(): number {
    return [...this.#drafts.values()].filter(({ key, text }) => text.trim() !== '' && !staysHere(key)).length;
  }

  /** What an earlier run left; nothing when it cannot be read. */
  async read(): Promise<readonly DraftCopy[]> {
    const { ask, database, onTrouble } = this.#options;
    try {
      return (await ask({ act: 'readDrafts', database })).drafts ?? [];
    } catch (error) {
      onTrouble(codeOf(error, 'SHELL_FAILED'));
      return [];
    }
  }

  /** The database has these, after what was found there. */
  begin(drafts: readonly DraftCopy[]): void {
    for (const draft of drafts) if (!this.#drafts.has(draft.key)) this.#drafts.set(draft.key, draft);
    this.#options.onUnsent();
    this.#busy = false;
    if (this.#changed) void this.#write();
  }

  /** The database has this draft as it is now. The desk's own place is not worth a second one. */
  follow(draft: DraftCopy): void {
    if (draft.key.startsWith('desk:')) return;
    const before = this.unsent;
    this.#drafts.set(draft.key, draft);
    if (this.unsent !== before) this.#options.onUnsent();
    this.#changed = true;
    // An end is written at once: the server may have the note in a moment, and then nothing else tells that the draft is over.
    if (!this.#busy || (this.#pausing && draft.text === '')) void this.#write();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async #write(): Promise<void> {
    const { ask, database, after, onTrouble } = this.#options;
    this.#cancel();
    this.#busy = true;
    this.#pausing = false;
    this.#changed = false;
    const drafts = [...this.#drafts.values()].toSorted((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
    await ask({ act: 'writeDrafts', database, drafts: drafts.slice(0, mostDraftCopies) }).catch((error: unknown) =>
      onTrouble(codeOf(error, 'SHELL_FAILED')),
    );
    if (this.#stopped) return;
    this.#pausing = true;
    this.#cancel = after(pauseMillis, () => {
      this.#busy = false;
      this.#pausing = false;
      if (this.#changed) void this.#write();
    });
  }
}

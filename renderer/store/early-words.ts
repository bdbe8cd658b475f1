import type { DraftCopy } from '../../domain/wire/draft-copy.ts';
import type { JournalRequest } from '../../domain/wire/outbox-journal.ts';

type Words = Pick<DraftCopy, 'key' | 'text'>;

/** Longer than this, words do not wait for the store alone, ms. */
const patienceMs = 50;

/**
 * Words that the store has not saved yet: its data are still being opened, or its disk is slow. The desk may die before it has them, so that
 * the shell keeps them meanwhile, among the copies of the drafts; the store takes the later of the two at its next start.
 */
export class EarlyWords {
  readonly #ask: (request: JournalRequest) => Promise<unknown>;
  readonly #now: () => number;
  /** The last of each key that is on its way to the store. */
  readonly #pending = new Map<string, DraftCopy>();
  /** On their way to the shell. */
  readonly #waiting = new Map<string, { readonly database: string; readonly draft: DraftCopy }>();
  #writing = false;
  /** Whose words they are; null: nobody has signed in. */
  database: string | null = null;

  constructor(ask: (request: JournalRequest) => Promise<unknown>, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  /** `saved` settles when the store has them, or has said why not. */
  follow(words: Words, saved: Promise<unknown>): void {
    const draft = this.#note(words);
    const tooLong = setTimeout(() => this.#keep(draft), patienceMs);
    const settled = (): void => {
      clearTimeout(tooLong);
      if (this.#pending.get(draft.key) === draft) this.#pending.delete(draft.key);
      if (this.#waiting.get(draft.key)?.draft === draft) this.#waiting.delete(draft.key);
    };
    saved.then(settled, settled);
  }

  /** They wait behind an earlier write of the same key, and will follow it. */
  keep(words: Words): void {
    this.#keep(this.#note(words));
  }

  /** What is on its way under this key. */
  text(key: string): string | undefined {
    return this.#pending.get(key)?.text;
  }

  #note({ key, text }: Words): DraftCopy {
    const draft = { key, text, savedAt: new Date(this.#now()).toISOString() };
    this.#pending.set(key, draft);
    return draft;
  }

  #keep(draft: DraftCopy): void {
    const { database } = this;
    // Where the agent is in the desk is not worth a second place.
    if (database === null || draft.key.startsWith('desk:')) return;
    this.#waiting.set(draft.key, { database, draft });
    void this.#write();
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    for (const [key, { database, draft }] of this.#waiting) {
      this.#waiting.delete(key);
      // A shell that cannot write it has said so in its log; the store has yet to speak.
      await this.#ask({ act: 'keepDraft', database, draft }).catch(() => undefined);
    }
    this.#writing = false;
  }
}

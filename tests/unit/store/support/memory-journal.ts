import type { ErrorCode } from '../../../../domain/errors.ts';
import type { DraftCopy } from '../../../../domain/wire/draft-copy.ts';
import type { JournalAnswer, JournalLine, JournalRequest } from '../../../../domain/wire/outbox-journal.ts';

/** A journal as the shell keeps it (electron/outbox), in memory. */
export class MemoryJournal {
  readonly files = new Map<string, JournalLine[]>();
  readonly drafts = new Map<string, DraftCopy[]>();
  /** What every request is refused with. */
  failsWith: ErrorCode | null = null;
  requests = 0;
  /** What is appended waits for this. */
  slow: Promise<void> | null = null;

  ask = async (request: JournalRequest): Promise<JournalAnswer> => {
    if (request.act === 'append') await this.slow;
    return await this.#answer(request);
  };

  #answer(request: JournalRequest): Promise<JournalAnswer> {
    this.requests++;
    // Only the message of an error comes through the bridge.
    if (this.failsWith !== null) return Promise.reject(new Error(this.failsWith));
    const { database } = request;
    const lines = this.files.get(database);
    switch (request.act) {
      case 'read':
        return Promise.resolve({ exists: lines !== undefined, lines: structuredClone(lines ?? []) });
      case 'append':
        this.files.set(database, [...(lines ?? []), ...request.lines]);
        break;
      case 'replace':
        this.files.set(database, [...request.lines]);
        break;
      case 'room':
        break;
      case 'remove':
        this.files.delete(database);
        this.drafts.delete(database);
        break;
      case 'readDrafts':
        return Promise.resolve({ exists: false, lines: [], drafts: structuredClone(this.drafts.get(database) ?? []) });
      case 'keepDraft': {
        const { draft } = request;
        const others = (this.drafts.get(database) ?? []).filter(({ key }) => key !== draft.key);
        this.drafts.set(database, [...others, draft]);
        break;
      }
      case 'writeDrafts':
        this.drafts.set(database, [...request.drafts]);
        break;
    }
    return Promise.resolve({ exists: false, lines: [] });
  }

  /** The only journal's lines. */
  get lines(): readonly JournalLine[] {
    return [...this.files.values()][0] ?? [];
  }
}

/** For a replica alone: nothing is written twice. */
export const noJournal = {
  read: () => Promise.resolve({ exists: false, lines: [] }),
  follow: () => Promise.resolve(),
};

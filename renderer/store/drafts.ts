import { CodedError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { newId } from '../../domain/ids.ts';
import type { MutationName } from '../../domain/mutation/registry.ts';
import type { Draft } from './contract.ts';
import type { Database } from './database/database.ts';
import type { Replica } from './replica.ts';
import { Turns } from './turns.ts';

/** The key of a ticket's note that is being written. */
export function noteDraftKey(ticketId: Id): string {
  return `note:${ticketId}`;
}

/**
 * Words that are being typed. They are saved and read without waiting for the rows to load, in the order they were asked for, so
 * that a sent draft never takes the words typed after it.
 */
export class Drafts {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #turns = new Turns();

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** On disk when it resolves; an empty text ends the draft. Answers the instant it was saved. */
  save(key: string, text: string): Promise<string> {
    return this.#turns.run('desk', async () => {
      const savedAt = new Date(this.#now()).toISOString();
      if (text === '') await this.#database.commit({ delete: { drafts: [key] } });
      else await this.#database.commit({ put: { drafts: [{ key, text, savedAt }] } });
      return savedAt;
    });
  }

  read(key: string): Promise<Draft | null> {
    return this.#turns.run('desk', async () => (await this.#database.get('drafts', key)) ?? null);
  }

  /** Runs the mutation that the draft was for, and ends the draft, in one transaction. Returns the mutation's id. */
  become(replica: Replica, key: string, name: MutationName, args: unknown): Promise<Id> {
    return this.#turns.run('desk', () => replica.mutate(name, args, { delete: { drafts: [key] } }));
  }

  /** Makes the draft a note of its ticket, in one transaction. Throws MUTATION_INVALID for another ticket's draft, NOT_FOUND without one. */
  send(replica: Replica, key: string, ticketId: Id): Promise<Id> {
    return this.#turns.run('desk', async () => {
      if (key !== noteDraftKey(ticketId)) throw new CodedError('MUTATION_INVALID', 'a draft belongs to one ticket');
      const draft = await this.#database.get('drafts', key);
      if (draft === undefined || draft.text.trim() === '') throw new CodedError('NOT_FOUND', key);
      const noteId = newId();
      await replica.mutate('note.add@1', { id: noteId, ticketId, text: draft.text }, { delete: { drafts: [key] } });
      return noteId;
    });
  }
}

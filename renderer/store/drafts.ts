import { CodedError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { newId } from '../../domain/ids.ts';
import type { MutationName } from '../../domain/mutation/registry.ts';
import type { Draft } from './contract.ts';
import type { StoreDatabase } from './database/database.ts';
import type { DraftCopies } from './outbox/draft-copies.ts';
import { mergeDrafts } from './outbox/merge-drafts.ts';
import type { Replica } from './replica.ts';
import { Turns } from './turns.ts';

/** The key of a ticket's note that is being written. */
export function noteDraftKey(ticketId: Id): string {
  return `note:${ticketId}`;
}

/**
 * Words that are being typed. They are saved and read without waiting for the rows to load, in the order they were asked for, so
 * that a sent draft never takes the words typed after it. A draft that has ended is kept as an empty one, so that its second
 * place cannot bring it back.
 */
export class Drafts {
  readonly #database: StoreDatabase;
  readonly #now: () => number;
  readonly #copies: DraftCopies;
  readonly #turns = new Turns();
  #recovered: Promise<number> | undefined;

  constructor(database: StoreDatabase, now: () => number, copies: DraftCopies) {
    this.#database = database;
    this.#now = now;
    this.#copies = copies;
  }

  /** Takes over what only the second place has. Resolves to how many drafts that were. */
  recover(): Promise<number> {
    return (this.#recovered ??= this.#recover());
  }

  /** On disk when it resolves; an empty text ends the draft. Answers the instant it was saved. */
  save(key: string, text: string): Promise<string> {
    return this.#turns.run('desk', async () => {
      const draft = { key, text, savedAt: this.#instant() };
      await this.#database.commit({ put: { drafts: [draft] } });
      this.#copies.follow(draft);
      return draft.savedAt;
    });
  }

  async read(key: string): Promise<Draft | null> {
    await this.recover();
    return await this.#turns.run('desk', async () => {
      const draft = await this.#database.get('drafts', key);
      return draft === undefined || draft.text === '' ? null : draft;
    });
  }

  /** Runs the mutation that the draft was for, and ends the draft, in one transaction. Returns the mutation's id. */
  become(replica: Replica, key: string, name: MutationName, args: unknown): Promise<Id> {
    return this.#turns.run('desk', () => this.#end(replica, key, name, args));
  }

  /** Makes the draft a note of its ticket, in one transaction. Throws MUTATION_INVALID for another ticket's draft, NOT_FOUND without one. */
  send(replica: Replica, key: string, ticketId: Id): Promise<Id> {
    return this.#turns.run('desk', async () => {
      if (key !== noteDraftKey(ticketId)) throw new CodedError('MUTATION_INVALID', 'a draft belongs to one ticket');
      const draft = await this.#database.get('drafts', key);
      if (draft === undefined || draft.text.trim() === '') throw new CodedError('NOT_FOUND', key);
      const noteId = newId();
      await this.#end(replica, key, 'note.add@1', { id: noteId, ticketId, text: draft.text });
      return noteId;
    });
  }

  async #end(replica: Replica, key: string, name: MutationName, args: unknown): Promise<Id> {
    const ended = { key, text: '', savedAt: this.#instant() };
    const mutationId = await replica.mutate(name, args, { put: { drafts: [ended] } });
    this.#copies.follow(ended);
    return mutationId;
  }

  async #recover(): Promise<number> {
    const there = await this.#copies.read();
    return await this.#turns.run('desk', async () => {
      const here = await this.#database.all('drafts');
      const { restored, forgotten } = mergeDrafts(here, there, this.#now());
      if (restored.length > 0 || forgotten.length > 0) {
        await this.#database.commit({ put: { drafts: restored }, delete: { drafts: forgotten } });
      }
      const gone = new Set([...forgotten, ...restored.map(({ key }) => key)]);
      this.#copies.begin([...here.filter(({ key }) => !gone.has(key) && !key.startsWith('desk:')), ...restored]);
      return restored.filter(({ text }) => text !== '').length;
    });
  }

  #instant(): string {
    return new Date(this.#now()).toISOString();
  }
}

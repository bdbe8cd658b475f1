import { CodedError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { newId } from '../../domain/ids.ts';
import type { MutationName } from '../../domain/mutation/registry.ts';
import type { DraftExchangeReply } from '../../domain/wire/carried.ts';
import type { DraftCopy } from '../../domain/wire/draft-copy.ts';
import type { Draft } from './contract.ts';
import type { StoreDatabase } from './database/database.ts';
import { newTicketPrefix, staysHere } from './draft-keys.ts';
import type { DraftCopies } from './outbox/draft-copies.ts';
import type { JournalKeeper } from './outbox/journal-keeper.ts';
import { mergeDrafts } from './outbox/merge-drafts.ts';
import { endedDrafts } from './outbox/recover-words.ts';
import { arrivedDrafts, laterThan, outgoingOf, readTogether, togetherKey } from './outbox/travelled-drafts.ts';
import type { Replica } from './replica.ts';
import type { Outgoing } from './sync/draft-travel.ts';
import { Turns } from './turns.ts';

const notePrefix = 'note:';
/** Of what is kept with a ticket as it happened elsewhere. */
const ticketPrefixes = [notePrefix, 'email:', 'chat:'] as const;

/** The key of a ticket's note that is being written. */
export function noteDraftKey(ticketId: Id): string {
  return `${notePrefix}${ticketId}`;
}

/** The ticket that is being written in; null: none is. */
export function writtenTicketId(key: string): Id | null {
  const prefix = ticketPrefixes.find((each) => key.startsWith(each));
  return prefix === undefined ? null : key.slice(prefix.length);
}

export type DraftsOptions = {
  readonly database: StoreDatabase;
  readonly now: () => number;
  /** Their second place. */
  readonly copies: DraftCopies;
  /** Knows what they have become. */
  readonly journal: Pick<JournalKeeper, 'read'>;
  /** There is something that the agent's other desks do not know. An empty text: it has ended. */
  readonly onSaved: (draft: DraftCopy) => void;
};

/** What only the second places had: so many drafts with words, and the keys of all that are others now. */
export type RecoveredDrafts = { readonly words: number; readonly changed: readonly string[] };

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
  readonly #onSaved: (draft: DraftCopy) => void;
  readonly #journal: Pick<JournalKeeper, 'read'>;
  #recovered: Promise<RecoveredDrafts> | undefined;
  /** Nothing is read before this. */
  #held: Promise<unknown> = Promise.resolve();
  /** What the desk has read or written, and what it was given at the start. */
  readonly #shown = new Set<string>();
  /** Nothing has come from other desks since the start. */
  #first = true;
  /** When each was last written here. */
  readonly #savedAt = new Map<string, string>();

  constructor({ database, now, copies, journal, onSaved }: DraftsOptions) {
    this.#database = database;
    this.#now = now;
    this.#copies = copies;
    this.#journal = journal;
    this.#onSaved = onSaved;
  }

  /** The desk waits for its drafts until this resolves. */
  holdUntil(ready: Promise<unknown>): void {
    this.#held = ready;
  }

  /** The desk has these on its screen, from the start. */
  given(keys: readonly string[]): void {
    for (const key of keys) this.#shown.add(key);
  }

  /** This desk has exchanged drafts with the server before. */
  async hasExchanged(): Promise<boolean> {
    return readTogether((await this.#database.get('drafts', togetherKey))?.text) !== undefined;
  }

  /** What the server does not have yet. */
  async outgoing(): Promise<Outgoing> {
    await this.recover();
    return await this.#turns.run('desk', async () => {
      const here = await this.#database.all('drafts');
      return outgoingOf(here, readTogether(here.find(({ key }) => key === togetherKey)?.text));
    });
  }

  /** Takes what came from the agent's other desks. Resolves to what of it the desk may be showing as it was before. */
  incoming(sent: readonly DraftCopy[], reply: DraftExchangeReply): Promise<readonly string[]> {
    return this.#turns.run('desk', async () => {
      const here = await this.#database.all('drafts');
      const before = readTogether(here.find(({ key }) => key === togetherKey)?.text);
      const isShown = (key: string): boolean => this.#shown.has(key);
      const { put, together, shown } = arrivedDrafts({
        ...{ here, together: before, sent, reply, isShown },
        first: this.#first,
      });
      this.#first = false;
      const text = JSON.stringify(together);
      if (put.length === 0 && before !== undefined && JSON.stringify(before) === text) return [];
      await this.#database.commit({ put: { drafts: [...put, { key: togetherKey, text, savedAt: this.#instant() }] } });
      for (const draft of put) {
        this.#savedAt.set(draft.key, draft.savedAt);
        this.#copies.follow(draft);
      }
      return shown;
    });
  }

  /** Takes over what only the second places have: words, and ends of drafts that were sent. */
  recover(): Promise<RecoveredDrafts> {
    return (this.#recovered ??= this.#recover());
  }

  /** On disk when it resolves; an empty text ends the draft. Answers the instant it was saved. */
  save(key: string, text: string): Promise<string> {
    return this.#turns.run('desk', async () => {
      this.#shown.add(key);
      const draft = { key, text, savedAt: await this.#nextInstant(key) };
      await this.#database.commit({ put: { drafts: [draft] } });
      this.#saved(draft);
      return draft.savedAt;
    });
  }

  async read(key: string): Promise<Draft | null> {
    await this.recover();
    await this.#held;
    return await this.#turns.run('desk', async () => {
      this.#shown.add(key);
      const draft = await this.#database.get('drafts', key);
      return draft === undefined || draft.text === '' ? null : draft;
    });
  }

  /** Those that have not ended and whose keys begin so, the oldest first. */
  async under(prefix: string): Promise<readonly Draft[]> {
    await this.recover();
    const all = await this.#turns.run('desk', () => this.#database.all('drafts'));
    return all
      .filter(({ key, text }) => key.startsWith(prefix) && text !== '')
      .toSorted((a, b) => (a.savedAt < b.savedAt ? -1 : 1));
  }

  /** Runs the mutation that the draft was for, and ends the draft, in one transaction. Returns the mutation's id. */
  become(replica: Replica, key: string, name: MutationName, args: unknown, settles?: Id): Promise<Id> {
    return this.#turns.run('desk', () => this.#end(replica, key, name, args, settles));
  }

  /**
   * Makes the draft a note of its ticket, in one transaction. `isAway`: without the server, so that it waits for its author when a
   * colleague has changed the ticket. Throws MUTATION_INVALID for another ticket's draft, NOT_FOUND without one.
   */
  send(replica: Replica, key: string, ticketId: Id, isAway: boolean): Promise<Id> {
    return this.#turns.run('desk', async () => {
      if (key !== noteDraftKey(ticketId)) throw new CodedError('MUTATION_INVALID', 'a draft belongs to one ticket');
      const draft = await this.#database.get('drafts', key);
      if (draft === undefined || draft.text.trim() === '') throw new CodedError('NOT_FOUND', key);
      const noteId = newId();
      const stops = isAway ? await replica.seenOf(ticketId) : undefined;
      await this.#end(replica, key, 'note.add@1', { id: noteId, ticketId, text: draft.text, ...stops });
      return noteId;
    });
  }

  async #end(replica: Replica, key: string, name: MutationName, args: unknown, settles?: Id): Promise<Id> {
    const ends = { key, savedAt: await this.#nextInstant(key) };
    const mutationId = await replica.mutate(name, args, { ends, settles });
    this.#saved({ ...ends, text: '' });
    return mutationId;
  }

  #saved(draft: DraftCopy): void {
    this.#savedAt.set(draft.key, draft.savedAt);
    this.#copies.follow(draft);
    if (!staysHere(draft.key)) this.#onSaved(draft);
  }

  /** Later than what is there, whatever the clock says: it may have been set back. */
  async #nextInstant(key: string): Promise<string> {
    const now = this.#instant();
    const last = this.#savedAt.get(key) ?? (await this.#database.get('drafts', key))?.savedAt;
    return last === undefined || last < now ? now : laterThan(last);
  }

  async #recover(): Promise<RecoveredDrafts> {
    const [copies, { lines }] = await Promise.all([this.#copies.read(), this.#journal.read()]);
    const there = [...copies, ...endedDrafts(lines)];
    return await this.#turns.run('desk', async () => {
      const here = await this.#database.all('drafts');
      const { restored, forgotten } = mergeDrafts(here, there, this.#now());
      if (restored.length > 0 || forgotten.length > 0) {
        await this.#database.commit({ put: { drafts: restored }, delete: { drafts: forgotten } });
      }
      const gone = new Set([...forgotten, ...restored.map(({ key }) => key)]);
      this.#copies.begin([...here.filter(({ key }) => !gone.has(key) && !key.startsWith('desk:')), ...restored]);
      const words = restored.filter(({ key, text }) => text !== '' && !key.startsWith(newTicketPrefix)).length;
      return { words, changed: restored.map(({ key }) => key) };
    });
  }

  #instant(): string {
    return new Date(this.#now()).toISOString();
  }
}

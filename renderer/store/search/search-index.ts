import type { Contact } from '../../../domain/contact/contact.ts';
import type { Id } from '../../../domain/ids.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { Entry } from '../../../domain/timeline/entry.ts';
import type { RowFollower, ShownRow, VisibleRows } from '../visible-rows.ts';
import { decodePack, encodePack, packTexts, packVersion, type PackedRow } from './packs.ts';
import { contactTerms, entryTerms, ticketTerms } from './row-terms.ts';
import type { SearchShelf } from './shelf.ts';
import { Column, TextIndex, noWords, noteWords, nowhere, ownWords } from './text-index.ts';

/** Rows read and taken apart at once: a few milliseconds, then others have their turn. */
const sliceRows = 200;

/** Milliseconds between two slices, so that they take at most about half of a processor. */
const pauseMillis = 4;

/** A change of more rows than this (a page of a pull) is taken in slices, a smaller one at once. */
const smallChange = 40;

/** Milliseconds without a change after which the last, not yet full pack is written. */
const saveMillis = 10_000;

const searched = ['tickets', 'contacts', 'entries'] as const;
type SearchedTable = (typeof searched)[number];

export type SearchIndexOptions = {
  readonly rows: VisibleRows;
  readonly shelf: Pick<SearchShelf, 'packs' | 'put' | 'clear' | 'close'>;
  /** Runs the job between two changes of the rows, after what the desk waits for. */
  readonly inTurn: <T>(job: () => Promise<T>) => Promise<T>;
  readonly after: (ms: number, run: () => void) => () => void;
  /** More can be found than before. */
  readonly onProgress: () => void;
  readonly onWarning: (event: string, detail: string) => void;
};

/**
 * The words of all tickets, notes and contacts on this machine. Taken from the packs on disk, as far as they tell what the rows say
 * now; the rest is read from the rows, the newest first, in slices. Then it follows every change.
 */
export class SearchIndex implements RowFollower {
  readonly #options: SearchIndexOptions;
  tickets = new TextIndex();
  contacts = new TextIndex();
  /** By slot of a ticket: that of its contact. */
  #contactOf = new Column();
  /** By slot of the table: the row's text. */
  #texts = freshTexts();
  /** Slots at and above were looked at for rows without a text. */
  #lookedTo = { tickets: 0, contacts: 0, entries: 0 };
  #running = false;
  #loaded = false;
  #stopped = false;
  /** The pack that is not full yet: its number, its first text, and up to which text it is on disk. */
  #tail = { no: 1, from: 0, savedTo: 0 };
  #cancelSave: (() => void) | null = null;
  #shelfFails = false;

  constructor(options: SearchIndexOptions) {
    this.#options = options;
  }

  /** Of what could be found, the share that can be: 1 once everything was read. */
  get ready(): number {
    if (this.#loaded && !this.#running) return 1;
    const { indexes } = this.#options.rows;
    const all = searched.reduce((sum, table) => sum + indexes[table].end, 0);
    const read = this.tickets.count - this.tickets.dead + this.contacts.count - this.contacts.dead;
    return all === 0 ? 1 : Math.min(0.99, read / all);
  }

  /** By slot of a ticket: that of its contact, or `nowhere`. Not to be kept. */
  get contactOf(): Int32Array {
    return this.#contactOf.values;
  }

  start(): void {
    this.#lookAgain();
    void this.#run();
  }

  /** Ends with what was begun. What is not on disk is read from the rows at the next start. */
  stop(): void {
    this.#stopped = true;
    this.#cancelSave?.();
    this.#options.shelf.close();
  }

  leaving(table: TableName, id: Id, slot: number, stays: boolean): void {
    if (table === 'contacts') {
      this.#drop(this.contacts, 'contacts', slot);
      if (!stays) this.#bindTickets(id, nowhere);
    }
    if (table === 'tickets') {
      this.#drop(this.tickets, 'tickets', slot);
      if (!stays) this.#bindEntries(id, nowhere);
    }
    // What an entry says never changes.
    if (table === 'entries' && !stays) this.#drop(this.tickets, 'entries', slot);
  }

  shown(rows: readonly ShownRow[]): void {
    const atOnce = rows.length <= smallChange;
    for (const { table, slot, row } of rows) {
      if (table === 'tickets') {
        this.#bindEntries(row.id, slot);
        this.#bindContact(slot);
      }
      if (table === 'contacts') this.#bindTickets(row.id, slot);
      if (table === 'entries') this.#bindEntry(slot);
      if (!isSearched(table) || this.#texts[table].get(slot) !== nowhere) continue;
      if (atOnce) this.#take(table, slot, row);
      else this.#lookedTo[table] = Math.max(this.#lookedTo[table], slot + 1);
    }
    if (!atOnce) void this.#run();
    else if (this.#loaded) this.#saveSoon();
  }

  async #run(): Promise<void> {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    try {
      if (!this.#loaded) await this.#load();
      while (await this.#slice()) {
        this.#options.onProgress();
        await this.#save(false);
        await this.#pause();
      }
      if (this.#isWasteful()) await this.#beginAgain();
    } catch (error) {
      // The rows themselves could not be read: they come again, and the search goes on with them.
      this.#options.onWarning('search-index-stopped', String(error));
    } finally {
      this.#running = false;
    }
    if (this.#isStopped()) return;
    this.#saveSoon();
    this.#options.onProgress();
  }

  #isStopped(): boolean {
    return this.#stopped;
  }

  async #load(): Promise<void> {
    try {
      for await (const pack of this.#options.shelf.packs()) {
        if (this.#stopped) return;
        if (pack.version !== packVersion) throw new RangeError(`version ${pack.version}`);
        const from = this.tickets.count;
        decodePack(
          this.tickets,
          pack,
          (kind, id, stamp) => this.#placeOf(kind, id, stamp),
          (kind, source, text) => {
            this.#texts[tableOf(kind)].set(source, text);
            if (kind === ownWords) this.#bindContact(source);
          },
        );
        const isFull = pack.kinds.length === packTexts;
        const savedTo = this.tickets.count;
        this.#tail = isFull ? { no: pack.no + 1, from: savedTo, savedTo } : { no: pack.no, from, savedTo };
        await this.#pause();
      }
    } catch (error) {
      if (this.#stopped) return;
      this.#options.onWarning('search-index-rebuilt', String(error));
      await this.#beginAgain();
    }
    this.#loaded = true;
  }

  /** Throws away what there is; all of it is read from the rows again. */
  async #beginAgain(): Promise<void> {
    this.tickets = new TextIndex();
    this.contacts = new TextIndex();
    this.#contactOf = new Column();
    this.#texts = freshTexts();
    this.#tail = { no: 1, from: 0, savedTo: 0 };
    this.#lookAgain();
    await this.#options.shelf.clear().catch((error: unknown) => this.#shelfFailed(error));
    this.#options.after(pauseMillis, () => void this.#run());
  }

  #isWasteful(): boolean {
    return this.tickets.dead > 20_000 && this.tickets.dead * 2 > this.tickets.count;
  }

  #lookAgain(): void {
    const { indexes } = this.#options.rows;
    for (const table of searched) this.#lookedTo[table] = indexes[table].end;
  }

  /** Takes the next rows that have no text yet; false: there are none. */
  async #slice(): Promise<boolean> {
    const { rows, inTurn } = this.#options;
    if (this.#stopped) return false;
    for (const table of searched) {
      const slots = this.#without(table);
      if (slots.length === 0) continue;
      await inTurn(async () => {
        const index = rows.indexes[table];
        for (const row of await rows.readAll<TableName>(table, index.visibleIds(slots))) {
          const slot = index.find(row.id);
          if (slot !== undefined && this.#texts[table].get(slot) === nowhere) this.#take(table, slot, row);
        }
      });
      return true;
    }
    return false;
  }

  /** From the last slots on: those came last. */
  #without(table: SearchedTable): number[] {
    const index = this.#options.rows.indexes[table];
    const found: number[] = [];
    let slot = this.#lookedTo[table];
    while (slot > 0 && found.length < sliceRows) {
      slot--;
      if (index.visible[slot] === true && this.#texts[table].get(slot) === nowhere) found.push(slot);
    }
    this.#lookedTo[table] = slot;
    return found;
  }

  #take(table: SearchedTable, slot: number, row: Row): void {
    const texts = this.#texts[table];
    switch (table) {
      case 'contacts':
        texts.set(slot, this.contacts.add(contactTerms(row as Contact), ownWords, slot, slot));
        return;
      case 'tickets':
        texts.set(slot, this.tickets.add(ticketTerms(row as Ticket), ownWords, slot, slot));
        this.#bindContact(slot);
        return;
      case 'entries': {
        const terms = entryTerms(row as Entry);
        const kind = terms.size === 0 ? noWords : noteWords;
        texts.set(slot, this.tickets.add(terms, kind, slot, this.#ticketOfEntry(slot)));
        return;
      }
    }
  }

  #drop(index: TextIndex, table: SearchedTable, slot: number): void {
    index.kill(this.#texts[table].get(slot));
    this.#texts[table].set(slot, nowhere);
  }

  #ticketOfEntry(slot: number): number {
    const { tickets, entries } = this.#options.rows.indexes;
    const ticket = tickets.find(entries.ticketId[slot] ?? '');
    return ticket !== undefined && tickets.visible[ticket] === true ? ticket : nowhere;
  }

  #bindEntry(slot: number): void {
    const text = this.#texts.entries.get(slot);
    if (text !== nowhere) this.tickets.bind(text, this.#ticketOfEntry(slot));
  }

  /** Notes often come before their ticket, whose last change is later. */
  #bindEntries(ticketId: Id, row: number): void {
    for (const slot of this.#options.rows.indexes.entries.byTicket.get(ticketId)) {
      const text = this.#texts.entries.get(slot);
      if (text !== nowhere) this.tickets.bind(text, row);
    }
  }

  #bindContact(slot: number): void {
    const { tickets, contacts } = this.#options.rows.indexes;
    const contact = contacts.find(tickets.contactId[slot] ?? '');
    this.#contactOf.set(slot, contact !== undefined && contacts.visible[contact] === true ? contact : nowhere);
  }

  #bindTickets(contactId: Id, contact: number): void {
    for (const slot of this.#options.rows.indexes.tickets.byContact.get(contactId)) this.#contactOf.set(slot, contact);
  }

  #placeOf(kind: number, id: Id, stamp: number): { source: number; row: number } | null {
    const { indexes } = this.#options.rows;
    const index = indexes[tableOf(kind)];
    const slot = index.find(id);
    if (slot === undefined || index.visible[slot] !== true) return null;
    // It came, or changed, while the packs were read.
    if (this.#texts[tableOf(kind)].get(slot) !== nowhere) return null;
    if (kind !== ownWords) return { source: slot, row: this.#ticketOfEntry(slot) };
    return indexes.tickets.updatedAt[slot] === stamp ? { source: slot, row: slot } : null;
  }

  #packedRow(text: number): PackedRow {
    const { tickets, entries } = this.#options.rows.indexes;
    const [kind, slot] = [this.tickets.kindOf(text), this.tickets.sourceOf(text)];
    if (this.#texts[tableOf(kind)].get(slot) !== text) return { id: null, stamp: 0 };
    if (kind === ownWords) return { id: tickets.ids[slot] ?? null, stamp: tickets.updatedAt[slot] ?? 0 };
    return { id: entries.ids[slot] ?? null, stamp: 0 };
  }

  #saveSoon(): void {
    this.#cancelSave?.();
    this.#cancelSave = this.#options.after(saveMillis, () => void this.#save(true));
  }

  /** Writes full packs, and with `all` the one that is not full. */
  async #save(all: boolean): Promise<void> {
    if (this.#shelfFails) return;
    try {
      for (;;) {
        const { no, from, savedTo } = this.#tail;
        const to = Math.min(this.tickets.count, from + packTexts);
        const isFull = to - from === packTexts;
        if (this.#stopped || to === savedTo || (!isFull && !all)) return;
        const pack = encodePack(this.tickets, no, from, to, (text) => this.#packedRow(text));
        this.#tail = isFull ? { no: no + 1, from: to, savedTo: to } : { no, from, savedTo: to };
        await this.#options.shelf.put(pack);
        await this.#pause();
      }
    } catch (error) {
      this.#shelfFailed(error);
    }
  }

  /** No room, or no storage: the index works from memory, and is made again at the next start. */
  #shelfFailed(error: unknown): void {
    if (this.#stopped || this.#shelfFails) return;
    this.#shelfFails = true;
    this.#options.onWarning('search-index-not-kept', String(error));
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => void this.#options.after(pauseMillis, resolve));
  }
}

function freshTexts(): Record<SearchedTable, Column> {
  return { tickets: new Column(), contacts: new Column(), entries: new Column() };
}

function isSearched(table: TableName): table is SearchedTable {
  return (searched as readonly TableName[]).includes(table);
}

function tableOf(kind: number): 'tickets' | 'entries' {
  return kind === ownWords ? 'tickets' : 'entries';
}

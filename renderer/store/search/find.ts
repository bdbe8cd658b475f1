import { isOpen, TicketState } from '../../../domain/ticket/state.ts';
import type { Id } from '../../../domain/ids.ts';
import type { SearchFilter } from '../contract.ts';
import type { View } from '../queries/view.ts';
import { forgiven } from './edit-distance.ts';
import { firstBy } from './first-by.ts';
import { matchingTerms } from './matching-terms.ts';
import { tagTerm } from './row-terms.ts';
import { Scores } from './scores.ts';
import type { SearchIndex } from './search-index.ts';
import { noteWords, nowhere, type TextIndex } from './text-index.ts';
import { readWanted, type PhonePart, type Wanted } from './wanted.ts';
import { tagSign } from './words.ts';

/** Fewer than these, and typing errors are looked for too. */
const fewFound = 3;

/** What words in a note and in the contact count, where those of the ticket itself count 1. */
const noteShare = 0.5;
const contactShare = 0.8;

const phoneWorth = 0.9;
const referenceWorth = 1.6;
const referenceBeginning = 0.6;

/** At most, for a ticket of this moment, and for an open one. */
const mostRecent = 0.25;
const openWorth = 0.1;

/** Up to so many contacts are asked for their tickets one by one. */
const fewContacts = 500;

export type Found = {
  /** Slots, the best first; `total` counts those beyond the limit too. */
  readonly tickets: readonly number[];
  readonly total: number;
  readonly contacts: readonly number[];
  readonly wanted: readonly Wanted[];
  /** Typing errors were forgiven. */
  readonly forgiving: boolean;
  /** Nothing has all of it: these have most of it. */
  readonly loose: boolean;
  /** Slot of the entry that a ticket was found by; `nowhere`: its own words, its contact or its number. */
  readonly noteOf: (ticket: number) => number;
};

export type Limits = { readonly tickets: number; readonly contacts: number };

const openStates = TicketState.options.map(isOpen);

/** Looks for what was typed in tickets, notes and contacts. One for each search index, since it keeps its room. */
export class Finder {
  readonly #index: SearchIndex;
  readonly #tickets = new Scores();
  readonly #contacts = new Scores();

  constructor(index: SearchIndex) {
    this.#index = index;
  }

  find(view: View, text: string, filter: SearchFilter, limits: Limits): Found {
    const wanted = readWanted(text, view.country);
    const fits = isEmpty(filter) ? null : this.#filter(view, filter);
    if (wanted.length === 0) return this.#newest(view, fits, limits);
    const fitting = (rows: number[]): number[] => (fits === null ? rows : rows.filter(fits));
    let looked = this.#look(view, wanted, false);
    let forgiving = false;
    const all = (): { tickets: number[]; contacts: number[] } => ({
      tickets: fitting(this.#tickets.rows(looked.length)),
      // A filter is about tickets.
      contacts: fits === null ? this.#contacts.rows(looked.length) : [],
    });
    let rows = all();
    const exactly = rows.tickets.length + rows.contacts.length;
    if (exactly < fewFound && looked.some(canForgive)) {
      looked = this.#look(view, wanted, true);
      rows = all();
      // What is found as it was typed is not called a guess because nothing like it is there.
      forgiving = exactly === 0 || rows.tickets.length + rows.contacts.length > exactly;
    }
    const loose = rows.tickets.length + rows.contacts.length === 0 && looked.length > 1;
    if (loose) rows = { tickets: fitting(this.#mostOf(looked.length)), contacts: [] };
    const best = firstBy(
      rows.tickets,
      limits.tickets,
      (slot) => this.#worth(view, slot, looked.length),
      (slot) => this.#tickets.totalOf(slot) / looked.length + mostRecent + openWorth,
    );
    return {
      tickets: best,
      total: rows.tickets.length,
      contacts: firstBy(rows.contacts, limits.contacts, (slot) => this.#contacts.totalOf(slot)),
      wanted: looked,
      forgiving,
      loose,
      noteOf: (slot) => {
        const text = this.#tickets.noteOf(slot);
        return text === nowhere ? nowhere : this.#index.tickets.sourceOf(text);
      },
    };
  }

  /** Tags that tickets have, as they were first written. */
  tags(): string[] {
    const { vocabulary, postings } = this.#index.tickets;
    return vocabulary
      .startingWith(tagSign)
      .filter((no) => postings[no]?.some((text) => this.#index.tickets.rowOf(text) !== nowhere))
      .map((no) => (vocabulary.terms[no] ?? '').slice(tagSign.length));
  }

  /** What a filter alone lets through. */
  #newest(view: View, fits: ((slot: number) => boolean) | null, limits: Limits): Found {
    const { tickets } = view.rows.indexes;
    const found: number[] = [];
    for (let slot = 0; fits !== null && slot < tickets.end; slot++) if (fits(slot)) found.push(slot);
    return {
      tickets: firstBy(found, limits.tickets, (slot) => tickets.updatedAt[slot] ?? 0),
      total: found.length,
      contacts: [],
      wanted: [],
      forgiving: false,
      loose: false,
      noteOf: () => nowhere,
    };
  }

  /** Marks everything that has something of it. Returns what was looked for: a number with blanks may turn out to be several. */
  #look(view: View, wanted: readonly Wanted[], forgiving: boolean): Wanted[] {
    const { tickets, contacts } = view.rows.indexes;
    this.#tickets.begin(tickets.end);
    this.#contacts.begin(contacts.end);
    return wanted.flatMap((each) => {
      if (each.kind === 'word') {
        this.#lookForWord(each, forgiving);
        this.#settle(view);
        return [each];
      }
      this.#lookForNumber(view, each);
      const some = this.#settle(view);
      if (some || each.words.length < 2) return [each];
      const groups = each.words.map((word): Wanted => ({ kind: 'number', digits: word, phone: null, words: [word] }));
      // Nothing was marked, so that the groups begin afresh.
      return this.#lookForEach(view, groups);
    });
  }

  #lookForEach(view: View, groups: readonly Wanted[]): readonly Wanted[] {
    for (const group of groups) {
      if (group.kind === 'number') this.#lookForNumber(view, group);
      this.#settle(view);
    }
    return groups;
  }

  #settle(view: View): boolean {
    const { tickets, contacts } = view.rows.indexes;
    this.#markTicketsOfContacts(view);
    const inTickets = this.#tickets.settle(tickets.end);
    const inContacts = this.#contacts.settle(contacts.end);
    return inTickets + inContacts > 0;
  }

  #lookForWord(wanted: Extract<Wanted, { kind: 'word' }>, forgiving: boolean): void {
    const { contacts, tickets } = this.#index;
    for (const [term, worth] of matchingTerms(contacts.vocabulary, wanted, forgiving))
      this.#markContacts(contacts, term, worth);
    for (const [term, worth] of matchingTerms(tickets.vocabulary, wanted, forgiving))
      this.#markTexts(tickets, term, worth);
  }

  #lookForNumber(view: View, wanted: Extract<Wanted, { kind: 'number' }>): void {
    this.#lookForPhone(view, wanted.phone);
    if (wanted.words.length > 1) return;
    this.#lookForReference(view, wanted.digits);
    const asWord = { kind: 'word', word: wanted.digits, stem: wanted.digits, typing: true } as const;
    this.#lookForWord(asWord, false);
  }

  #markTexts(index: TextIndex, term: number, worth: number): void {
    const { rows, kinds } = index.columns;
    for (const text of index.postings[term] ?? []) {
      const row = rows[text] ?? nowhere;
      if (row === nowhere) continue;
      if (kinds[text] === noteWords) this.#tickets.mark(row, worth * noteShare, text);
      else this.#tickets.mark(row, worth, nowhere);
    }
  }

  #markContacts(index: TextIndex, term: number, worth: number): void {
    for (const text of index.postings[term] ?? []) {
      const row = index.rowOf(text);
      if (row !== nowhere) this.#contacts.mark(row, worth, nowhere);
    }
  }

  /** What the contacts that were just marked called for. Of many contacts, all tickets are looked through instead. */
  #markTicketsOfContacts(view: View): void {
    const { contacts, tickets } = view.rows.indexes;
    const { rows, worths } = this.#contacts.marked;
    if (rows.length < fewContacts) {
      for (const row of rows) {
        const worth = (worths[row] ?? 0) * contactShare;
        for (const slot of tickets.byContact.get(contacts.ids[row] ?? '')) this.#tickets.mark(slot, worth, nowhere);
      }
      return;
    }
    const { contactOf } = this.#index;
    for (let slot = 0; slot < tickets.end; slot++) {
      const row = contactOf[slot] ?? nowhere;
      const worth = row === nowhere ? 0 : (worths[row] ?? 0);
      if (worth > 0 && tickets.visible[slot] === true) this.#tickets.mark(slot, worth * contactShare, nowhere);
    }
  }

  #lookForPhone(view: View, phone: PhonePart): void {
    if (phone === null) return;
    const { contacts, tickets } = view.rows.indexes;
    const { begins, holds } = phone;
    const matches = (number: string): boolean =>
      (begins !== null && number.startsWith(begins)) || (holds !== null && number.includes(holds));
    for (const number of contacts.byNumber.keys()) {
      if (!matches(number)) continue;
      for (const row of contacts.byNumber.get(number)) this.#contacts.mark(row, phoneWorth, nowhere);
    }
    for (const number of tickets.byCaller.keys()) {
      if (!matches(number)) continue;
      for (const slot of tickets.byCaller.get(number)) this.#tickets.mark(slot, phoneWorth, nowhere);
    }
  }

  #lookForReference(view: View, digits: string): void {
    const { tickets } = view.rows.indexes;
    if (digits.startsWith('0') || digits.length > 9) return;
    const number = Number(digits);
    for (let slot = 0; slot < tickets.end; slot++) {
      let reference = tickets.reference[slot] ?? 0;
      if (reference < number || tickets.visible[slot] !== true) continue;
      if (reference === number) {
        this.#tickets.mark(slot, referenceWorth, nowhere);
        continue;
      }
      while (reference > number) reference = Math.trunc(reference / 10);
      if (reference === number) this.#tickets.mark(slot, referenceBeginning, nowhere);
    }
  }

  /** Those that have the most of it, and at least half. */
  #mostOf(count: number): number[] {
    for (let least = count - 1; least * 2 >= count; least--) {
      const rows = this.#tickets.rows(least);
      if (rows.length > 0) return rows;
    }
    return [];
  }

  /** How well it fits, then the newer and the open ones. */
  #worth(view: View, slot: number, count: number): number {
    const { tickets } = view.rows.indexes;
    const days = Math.max(0, view.now - (tickets.updatedAt[slot] ?? 0)) / 86_400_000;
    const open = openStates[tickets.state[slot] ?? -1] === true ? openWorth : 0;
    return this.#tickets.totalOf(slot) / count + mostRecent / (1 + days / 30) + open;
  }

  #filter(view: View, filter: SearchFilter): (slot: number) => boolean {
    const { tickets } = view.rows.indexes;
    const states = new Set(filter.states.map((state) => TicketState.options.indexOf(state)));
    const since = filter.since === null ? -Infinity : Date.parse(filter.since);
    const until = filter.until === null ? Infinity : Date.parse(filter.until);
    const tagged = filter.tag === null ? null : this.#tagged(filter.tag);
    const assignee: Id | null | undefined = filter.assigneeId === 'nobody' ? null : (filter.assigneeId ?? undefined);
    return (slot) => {
      const updatedAt = tickets.updatedAt[slot] ?? 0;
      return (
        tickets.visible[slot] === true &&
        (states.size === 0 || states.has(tickets.state[slot] ?? -1)) &&
        (filter.teamId === null || tickets.scope[slot] === filter.teamId) &&
        (assignee === undefined || tickets.assigneeId[slot] === assignee) &&
        updatedAt >= since &&
        updatedAt < until &&
        (tagged === null || tagged.has(slot))
      );
    };
  }

  #tagged(tag: string): ReadonlySet<number> {
    const { tickets } = this.#index;
    const term = tickets.vocabulary.find(tagTerm(tag));
    return new Set(term === undefined ? [] : (tickets.postings[term] ?? []).map((text) => tickets.rowOf(text)));
  }
}

function isEmpty({ states, teamId, assigneeId, tag, since, until }: SearchFilter): boolean {
  return states.length === 0 && [teamId, assigneeId, tag, since, until].every((each) => each === null);
}

function canForgive(wanted: Wanted): boolean {
  return wanted.kind === 'word' && forgiven(wanted.word) > 0;
}

import type { Contact } from '../../../domain/contact/contact.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { Entry } from '../../../domain/timeline/entry.ts';
import { writtenIn } from '../../../domain/timeline/written.ts';
import { addTerms, tagSign } from './words.ts';

/** What a ticket is found by, besides its notes, its contact and its numbers, which have places of their own. */
export function ticketTerms({ subject, tags }: Pick<Ticket, 'subject' | 'tags'>): Set<string> {
  const terms = new Set<string>();
  addTerms(subject, terms);
  for (const tag of tags) {
    addTerms(tag, terms);
    terms.add(tagTerm(tag));
  }
  return terms;
}

export function tagTerm(tag: string): string {
  return `${tagSign}${tag.normalize('NFC').trim().toLowerCase()}`;
}

/** Empty for entries that nobody wrote. */
export function entryTerms(entry: Entry): Set<string> {
  const terms = new Set<string>();
  const written = writtenIn(entry);
  if (written !== null) addTerms(written, terms);
  return terms;
}

export function contactTerms(contact: Contact): Set<string> {
  const terms = new Set<string>();
  const { name, organisation, town, email, customerNumber, equipment, note } = contact;
  const texts = [name, organisation, town, email, customerNumber, note, ...equipment.map(({ label }) => label)];
  for (const text of texts) if (text != null) addTerms(text, terms);
  // `AT 1234 5678` as it is dictated, without blanks.
  if (customerNumber !== null) addTerms(customerNumber.replace(/[^\p{L}\p{N}]/gu, ''), terms);
  return terms;
}

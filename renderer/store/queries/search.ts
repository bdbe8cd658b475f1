import type { Excerpt, FoundContact, FoundTicket, Mark, SearchAnswer, StoreQueries } from '../contract.ts';
import type { SearchReply } from '../../../domain/wire/search.ts';
import { writtenIn } from '../../../domain/timeline/written.ts';
import type { Found } from '../search/find.ts';
import type { Search } from '../search/search.ts';
import { ticketPriority } from '../../../domain/ticket/ticket.ts';
import { ticketLine } from './tickets.ts';
import { agentName, teamName, type View } from './view.ts';

const mostContacts = 5;

/** Letters of a note around the first word that was looked for. */
const beforeWord = 50;
const excerptLength = 160;

/** What a search finds on this machine. Until the search is loaded it finds nothing, and says that it is not ready. */
export async function searchAnswer(
  view: View,
  { text, filter, limit }: StoreQueries['search']['argument'],
): Promise<SearchAnswer> {
  const { search } = view;
  if (search === null) {
    return { tickets: [], total: 0, contacts: [], forgiving: false, loose: false, ready: 0 };
  }
  const found = search.find(view, text, filter, { tickets: limit, contacts: mostContacts });
  return {
    tickets: found.tickets.map((slot) => foundTicket(view, search, found, slot)),
    total: found.total,
    contacts: await foundContacts(view, search, found),
    forgiving: found.forgiving,
    loose: found.loose,
    ready: search.index.ready,
  };
}

/** What these notes say around the words. */
export async function excerpts(
  view: View,
  { text, forgiving, noteIds }: StoreQueries['excerpts']['argument'],
): Promise<Excerpt[]> {
  const { search } = view;
  if (search === null) return [];
  const wanted = search.wanted(text, view.country);
  const notes = await view.rows.readAll('entries', noteIds);
  return notes.flatMap((note) => {
    const written = writtenIn(note);
    if (written === null) return [];
    const line = written.replace(/\s+/g, ' ');
    return [excerpt(note.id, line, search.marks(line, wanted, forgiving))];
  });
}

function excerpt(noteId: string, line: string, marks: readonly Mark[]): Excerpt {
  const first = marks[0]?.[0] ?? 0;
  // Not in the midst of a word.
  const start = first <= beforeWord ? 0 : line.indexOf(' ', first - beforeWord) + 1;
  const end = Math.min(line.length, start + excerptLength);
  const [before, after] = [start > 0 ? '… ' : '', end < line.length ? '…' : ''];
  const shift = before.length - start;
  return {
    noteId,
    text: `${before}${line.slice(start, end)}${after}`,
    marks: marks.filter(([, to]) => to <= end).map(([from, to]) => [from + shift, to + shift]),
  };
}

function foundTicket(view: View, search: Search, found: Found, slot: number): FoundTicket {
  const line = ticketLine(view, slot);
  const { wanted, forgiving } = found;
  const note = found.noteOf(slot);
  return {
    line,
    subjectMarks: search.marks(line.subject, wanted, forgiving),
    contactMarks: line.contactName === null ? [] : search.marks(line.contactName, wanted, forgiving),
    referenceMarked: wanted.some(
      (each) =>
        each.kind === 'number' && each.words.length === 1 && String(line.reference ?? '').startsWith(each.digits),
    ),
    noteId: view.rows.indexes.entries.ids[note] ?? null,
  };
}

/** Of what the server found, what this machine does not have. */
export function notHere(view: View, text: string, { tickets }: SearchReply): FoundTicket[] {
  const { search } = view;
  const wanted = search?.wanted(text, view.country) ?? [];
  const marks = (words: string): readonly Mark[] => search?.marks(words, wanted, false) ?? [];
  return tickets
    .filter(({ ticket }) => !view.rows.indexes.tickets.isVisible(ticket.id))
    .map(({ ticket, contactName }) => ({
      line: {
        id: ticket.id,
        reference: ticket.reference,
        subject: ticket.subject,
        state: ticket.state,
        priority: ticketPriority(ticket),
        teamName: teamName(view, ticket.scope),
        contactName,
        assigneeName: ticket.assigneeId === null ? null : agentName(view, ticket.assigneeId),
        mine: ticket.assigneeId === view.actor.agentId,
        arrivedFrom: null,
        updatedAt: ticket.updatedAt,
        createdAt: ticket.createdAt,
        delivery: 'confirmed',
      },
      subjectMarks: marks(ticket.subject),
      contactMarks: contactName === null ? [] : marks(contactName),
      referenceMarked: false,
      noteId: null,
    }));
}

async function foundContacts(view: View, search: Search, found: Found): Promise<FoundContact[]> {
  const { contacts } = view.rows.indexes;
  const rows = await view.rows.readAll('contacts', contacts.visibleIds(found.contacts));
  return rows.map((contact) => ({
    contact,
    nameMarks: search.marks(contact.name, found.wanted, found.forgiving),
  }));
}

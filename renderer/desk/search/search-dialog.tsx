import { useDeferredValue, useMemo, useState } from 'react';
import type { FoundTicket, SearchFilter } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useListbox } from '../design/use-listbox.ts';
import { PickerFoot } from '../picker/picker-foot.tsx';
import { Picker } from '../picker/picker.tsx';
import type { TypingAhead } from '../picker/typing-ahead.ts';
import { usePlace } from '../place/place.ts';
import { useText } from '../words/use-text.ts';
import { FilterBar } from './filter-bar.tsx';
import { contactOption, ticketOption } from './found-option.tsx';
import { keepSearch, lastSearch } from './last-search.ts';
import { NothingFound, SearchHelp, summary } from './search-words.tsx';
import { isNoFilter, merged, readTyped, withoutTyped, type FilterPart } from './typed-filter.ts';
import { useKnown } from './use-known.ts';
import { useServerSearch, type ServerSearch } from './use-server-search.ts';

export type SearchDialogProps = { readonly ahead: TypingAhead; readonly onClose: () => void };

/** As many lines as anybody reads before they type another word. */
const shown = 50;

/** Notes of so many lines are read for their words; more when they come into sight. */
const excerptLines = 12;

/** Everything on this machine by what it says, as it is typed: tickets with their notes, and people. */
export default function SearchDialog({ ahead, onClose }: SearchDialogProps) {
  const text = useText();
  const place = usePlace();
  const { country } = useDesk();
  const now = useNow(60_000);
  const known = useKnown(now);
  const [typed, setTyped] = useState(() => lastSearch().typed);
  const [picked, setPicked] = useState(() => lastSearch().picked);
  const wanted = useDeferredValue(typed);
  const read = useMemo(() => readTyped(wanted, known), [wanted, known]);
  const filter = useMemo(() => merged(picked, read.filter), [picked, read]);
  const filtered = !isNoFilter(filter);
  const asks = read.text !== '' || filtered;
  const answer = useStoreQuery('search', { text: read.text, filter, limit: shown }, { keep: true, off: !asks });
  const contacts = answer?.contacts ?? [];
  const tickets = answer?.tickets ?? [];
  const server = withoutWhatCame(useServerSearch(read.text, filter, asks), tickets);
  const elsewhere = server?.state === 'answered' ? server.tickets : [];
  const here = contacts.length + tickets.length;
  const count = here + elsewhere.length;

  const open = (index: number): void => {
    const contact = contacts[index];
    const ticket = tickets[index - contacts.length] ?? elsewhere[index - here];
    // The dialog gives the focus back first: what opens may want it elsewhere.
    keepSearch({ active: index });
    onClose();
    requestAnimationFrame(() => {
      if (contact !== undefined) place.openContact(contact.contact);
      else if (ticket !== undefined) place.openTicket(ticket.line.id);
    });
  };
  const list = useListbox(count, open, lastSearch().active);
  const noteIds = tickets
    .slice(0, Math.max(excerptLines, list.active + excerptLines))
    .flatMap(({ noteId }) => (noteId === null ? [] : [noteId]));
  const excerpts = useStoreQuery(
    'excerpts',
    { text: read.text, forgiving: answer?.forgiving ?? false, noteIds },
    { keep: true, off: noteIds.length === 0 },
  );

  const change = (next: string): void => {
    setTyped(next);
    list.setActive(0);
    keepSearch({ typed: next, active: 0 });
  };
  const pick = (part: Partial<SearchFilter>, parts: readonly FilterPart[]): void => {
    const next = { ...picked, ...part };
    setPicked(next);
    keepSearch({ picked: next });
    change(withoutTyped(typed, parts));
  };

  const options = [
    ...contacts.map((found) => contactOption(found, text, country)),
    ...tickets.map((found) =>
      ticketOption(found, text, {
        now,
        heading: text(answer?.loose === true ? 'search.ticketsLoose' : 'search.tickets'),
        excerpt: excerpts?.find(({ noteId }) => noteId === found.noteId),
      }),
    ),
    ...elsewhere.map((found) => ticketOption(found, text, { now, heading: text('search.onServer'), onServer: true })),
  ];

  return (
    <Picker
      title={text('search.title')}
      listLabel={text('search.results')}
      placeholder={text('search.placeholder')}
      ahead={ahead}
      typed={typed}
      onType={change}
      list={list}
      options={options}
      none={
        !asks ? (
          <SearchHelp />
        ) : answer === undefined ? null : (
          <NothingFound typed={read.text} filtered={filtered} ready={answer.ready} server={server?.state ?? 'asking'} />
        )
      }
      filters={<FilterBar filter={filter} known={known} onPick={pick} />}
      foot={
        <PickerFoot enter={text('search.keyOpen')}>
          <span role="status">{asks && answer !== undefined ? summary(answer, server, text) : ''}</span>
        </PickerFoot>
      }
      onClose={onClose}
    />
  );
}

/** What the server had alone when it was asked may have come to this machine since. */
function withoutWhatCame(server: ServerSearch | null, here: readonly FoundTicket[]): ServerSearch | null {
  if (server?.state !== 'answered') return server;
  const came = new Set(here.map(({ line }) => line.id));
  return { ...server, tickets: server.tickets.filter(({ line }) => !came.has(line.id)) };
}

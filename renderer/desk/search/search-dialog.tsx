import { Search } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import type { SearchFilter } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Dialog } from '../design/dialog.tsx';
import { useListbox } from '../design/use-listbox.ts';
import type { TypingAhead } from '../palette/typing-ahead.ts';
import { usePlace } from '../place/place.ts';
import { useText } from '../words/use-text.ts';
import { FilterBar } from './filter-bar.tsx';
import { ContactFound, TicketFound } from './found-row.tsx';
import { keepSearch, lastSearch } from './last-search.ts';
import { NothingFound, SearchHelp, summary } from './search-words.tsx';
import styles from './search.module.css';
import { isNoFilter, merged, readTyped, withoutTyped, type FilterPart } from './typed-filter.ts';
import { useKnown } from './use-known.ts';
import { useServerSearch } from './use-server-search.ts';

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
  const server = useServerSearch(read.text, filter, asks);
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
  const setActive = (index: number): void => {
    list.setActive(index);
    keepSearch({ active: index });
  };
  const pick = (part: Partial<SearchFilter>, parts: readonly FilterPart[]): void => {
    const next = { ...picked, ...part };
    setPicked(next);
    keepSearch({ picked: next });
    change(withoutTyped(typed, parts));
  };

  return (
    <Dialog title={text('search.title')} size="large" bare onClose={onClose}>
      <div className={styles.head}>
        <Search size={16} aria-hidden="true" />
        <input
          className={styles.field}
          autoFocus
          onFocus={({ target }) => {
            const before = ahead.take();
            if (before !== '') change(before);
            else target.select();
          }}
          role="combobox"
          aria-label={text('search.title')}
          aria-expanded={count > 0}
          aria-controls={list.listId}
          aria-activedescendant={count > 0 ? list.optionId(list.active) : undefined}
          aria-autocomplete="list"
          placeholder={text('search.placeholder')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => {
            list.onKey(event);
          }}
        />
      </div>
      <FilterBar filter={filter} known={known} onPick={pick} />
      <div
        className={styles.list}
        id={list.listId}
        role="listbox"
        tabIndex={-1}
        aria-label={text('search.results')}
        hidden={count === 0}
      >
        {contacts.length === 0 ? null : <Heading words={text('search.contacts')} />}
        {contacts.map((found, index) => (
          <ContactFound
            key={found.contact.id}
            id={list.optionId(index)}
            found={found}
            country={country}
            active={index === list.active}
            onActive={() => setActive(index)}
            onOpen={() => open(index)}
          />
        ))}
        {tickets.length === 0 ? null : (
          <Heading words={text(answer?.loose === true ? 'search.ticketsLoose' : 'search.tickets')} />
        )}
        {tickets.map((found, index) => (
          <TicketFound
            key={found.line.id}
            id={list.optionId(index + contacts.length)}
            found={found}
            excerpt={excerpts?.find(({ noteId }) => noteId === found.noteId)}
            now={now}
            active={index + contacts.length === list.active}
            onActive={() => setActive(index + contacts.length)}
            onOpen={() => open(index + contacts.length)}
          />
        ))}
        {elsewhere.length === 0 ? null : <Heading words={text('search.onServer')} />}
        {elsewhere.map((found, index) => (
          <TicketFound
            key={found.line.id}
            id={list.optionId(index + here)}
            found={found}
            excerpt={undefined}
            onServer
            now={now}
            active={index + here === list.active}
            onActive={() => setActive(index + here)}
            onOpen={() => open(index + here)}
          />
        ))}
      </div>
      {!asks ? <SearchHelp /> : null}
      {asks && answer !== undefined && count === 0 ? (
        <NothingFound typed={read.text} filtered={filtered} ready={answer.ready} server={server?.state ?? 'asking'} />
      ) : null}
      <div className={styles.foot}>
        <span role="status">{asks && answer !== undefined ? summary(answer, server, text) : ''}</span>
        <span className={styles.keys}>
          <kbd>↑</kbd> <kbd>↓</kbd> {text('search.keyChoose')}
          <kbd>↵</kbd> {text('search.keyOpen')}
        </span>
      </div>
    </Dialog>
  );
}

function Heading({ words }: { readonly words: string }) {
  return (
    <div className={styles.heading} role="presentation">
      {words}
    </div>
  );
}

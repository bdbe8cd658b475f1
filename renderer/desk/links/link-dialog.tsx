import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { newId } from '../../../domain/ids.ts';
import { LinkKind } from '../../../domain/ticket/link.ts';
import type { FoundTicket, MajorView, TicketLine, TicketView } from '../../store/contract.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Dialog } from '../design/dialog.tsx';
import { useListbox } from '../design/use-listbox.ts';
import { useAnnounce } from '../notices/announcer.tsx';
import type { TypingAhead } from '../palette/typing-ahead.ts';
import { TicketFound } from '../search/found-row.tsx';
import search from '../search/search.module.css';
import { useText } from '../words/use-text.ts';
import { linkChoice, linkWord, nameOf } from './link-words.ts';
import styles from './links.module.css';

export type LinkDialogProps = {
  readonly view: TicketView;
  readonly ahead: TypingAhead;
  readonly majors: readonly MajorView[];
  readonly onClose: () => void;
};

const everything = { states: [], teamId: null, assigneeId: null, tag: null, since: null, until: null };

/** Finds the other ticket by its number or its words on this machine, and says what this one is to it. */
export default function LinkDialog({ view, ahead, majors, onClose }: LinkDialogProps) {
  const text = useText();
  const mutate = useMutate();
  const announce = useAnnounce();
  const now = useNow(60_000);
  const [typed, setTyped] = useState('');
  const [kind, setKind] = useState<LinkKind>('related');
  const wanted = useDeferredValue(typed.trim());
  const answer = useStoreQuery(
    'search',
    { text: wanted, filter: everything, limit: 20 },
    { keep: true, off: wanted === '' },
  );
  const { id } = view.ticket;
  const likely = [...majors.map(({ line }) => line), ...view.otherOpen].map(asFound);
  const found = (wanted === '' ? likely : (answer?.tickets ?? [])).filter(({ line }) => line.id !== id);

  const link = async (line: TicketLine | undefined): Promise<void> => {
    if (line === undefined) return;
    onClose();
    if (await mutate('ticket.link@1', { id, toId: line.id, kind, entryId: newId() }))
      announce(`${text(linkWord(kind, true))} ${nameOf(line, text)}`);
  };
  const list = useListbox(found.length, (index) => void link(found[index]?.line));

  return (
    <Dialog title={text('links.title')} size="large" bare onClose={onClose}>
      <div className={search.head}>
        <Search size={16} aria-hidden="true" />
        <input
          className={search.field}
          autoFocus
          onFocus={() => {
            const before = ahead.take();
            if (before !== '') setTyped((already) => before + already);
          }}
          role="combobox"
          aria-label={text('links.which')}
          aria-expanded={found.length > 0}
          aria-controls={list.listId}
          aria-activedescendant={found.length > 0 ? list.optionId(list.active) : undefined}
          aria-autocomplete="list"
          placeholder={text('links.placeholder')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            list.setActive(0);
          }}
          onKeyDown={(event) => {
            list.onKey(event);
          }}
        />
        <select
          className={styles.kind}
          aria-label={text('links.kind')}
          value={kind}
          onChange={(event) => setKind(LinkKind.parse(event.target.value))}
        >
          {LinkKind.options.map((each) => (
            <option key={each} value={each}>
              {text(linkChoice[each])}
            </option>
          ))}
        </select>
      </div>
      <div
        className={search.list}
        id={list.listId}
        role="listbox"
        tabIndex={-1}
        aria-label={text('links.which')}
        hidden={found.length === 0}
      >
        {found.map((each, index) => (
          <TicketFound
            key={each.line.id}
            id={list.optionId(index)}
            found={each}
            excerpt={undefined}
            now={now}
            active={index === list.active}
            onActive={() => list.setActive(index)}
            onOpen={() => void link(each.line)}
          />
        ))}
      </div>
      {found.length > 0 ? null : (
        <p className={styles.none}>
          {wanted === ''
            ? text('links.typeFirst')
            : answer === undefined
              ? ''
              : text('links.notFound', { typed: wanted })}
        </p>
      )}
      <div className={search.foot}>
        <span />
        <span className={search.keys}>
          <kbd>↑</kbd> <kbd>↓</kbd> {text('search.keyChoose')}
          <kbd>↵</kbd> {text('links.keyLink')}
        </span>
      </div>
    </Dialog>
  );
}

function asFound(line: TicketLine): FoundTicket {
  return { line, subjectMarks: [], contactMarks: [], referenceMarked: false, noteId: null };
}

import { Search } from 'lucide-react';
import { useDeferredValue, useState, type RefObject } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { SearchFilter, TicketLine } from '../../store/contract.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { StateMark } from '../design/state-mark.tsx';
import { useListbox } from '../design/use-listbox.ts';
import { stateLabel } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import styles from './ticket-picker.module.css';
import { ticketName } from './ticket-name.ts';

const anything: SearchFilter = { states: [], teamId: null, assigneeId: null, tag: null, since: null, until: null };
const shown = 7;

export type TicketPickerProps = {
  readonly label: string;
  readonly field?: RefObject<HTMLInputElement | null>;
  /** Never offered. */
  readonly except?: Id | null;
  /** Offered before anything is typed. */
  readonly proposals?: readonly TicketLine[];
  readonly onPick: (line: TicketLine) => void;
};

/** Finds one ticket by its words, its number or its caller; arrows and Enter choose, the focus stays in the field. */
export function TicketPicker({ label, field, except = null, proposals = [], onPick }: TicketPickerProps) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed.trim());
  const found = useStoreQuery(
    'search',
    { text: wanted, filter: anything, limit: shown + 1 },
    { keep: true, off: wanted === '' },
  );
  const mine = useStoreQuery('tickets', { view: 'mine', text: '', limit: shown + 1 }, { off: wanted !== '' });
  const offered =
    wanted === '' ? [...proposals, ...(mine?.lines ?? [])] : (found?.tickets ?? []).map(({ line }) => line);
  const lines = withoutDoubles(offered)
    .filter(({ id }) => id !== except)
    .slice(0, shown);
  const list = useListbox(lines.length, (index) => {
    const line = lines[index];
    if (line !== undefined) onPick(line);
  });

  return (
    <div className={styles.picker}>
      <div className={styles.head}>
        <Search size={14} aria-hidden="true" />
        <input
          {...list.combobox(lines.length > 0)}
          ref={field}
          aria-label={label}
          placeholder={text('ticket.find')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            list.setActive(0);
          }}
          onKeyDown={(event) => {
            list.onKey(event);
          }}
        />
      </div>
      <div
        className={styles.list}
        id={list.listId}
        role="listbox"
        tabIndex={-1}
        aria-label={label}
        hidden={lines.length === 0}
      >
        {lines.map((line, index) => (
          <div
            key={line.id}
            id={list.optionId(index)}
            role="option"
            aria-selected={index === list.active}
            aria-label={[ticketName(line, text), text(stateLabel[line.state]), line.contactName ?? ''].join(', ')}
            className={styles.option}
            onMouseMove={index === list.active ? undefined : () => list.setActive(index)}
            onClick={() => onPick(line)}
          >
            <StateMark state={line.state} />
            <span className={styles.words}>{ticketName(line, text)}</span>
            <span className={styles.who}>{line.contactName ?? ''}</span>
          </div>
        ))}
      </div>
      {wanted !== '' && found !== undefined && lines.length === 0 ? (
        <p className={styles.none} role="status">
          {text('ticket.findNone')}
        </p>
      ) : null}
    </div>
  );
}

function withoutDoubles(lines: readonly TicketLine[]): TicketLine[] {
  return [...new Map(lines.map((line) => [line.id, line])).values()];
}

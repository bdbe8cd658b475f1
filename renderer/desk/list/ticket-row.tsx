import { UsersRound } from 'lucide-react';
import { memo } from 'react';
import type { TicketLine } from '../../store/contract.ts';
import { useNow } from '../data/use-now.ts';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { priorityText, stateLabel } from '../words/labels.ts';
import { formatWhen } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './list.module.css';

export type TicketRowProps = {
  readonly id: string;
  readonly line: TicketLine;
  readonly top: number;
  readonly index: number;
  readonly total: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
};

/** One ticket in the list: what it is about, who asks, since when, and how urgent. */
export const TicketRow = memo(function TicketRow(props: TicketRowProps) {
  const { line } = props;
  const { text, locale } = useWords();
  const now = useNow(60_000);
  const subject = line.subject || text('ticket.noSubject');
  const label = [
    priorityText(line.priority, text),
    line.reference === null ? text('ticket.noReference') : `#${line.reference}`,
    subject,
    line.contactName ?? '',
    line.arrivedFrom == null ? '' : text('handOver.from', { team: line.arrivedFrom }),
    text(stateLabel[line.state]),
  ];
  return (
    <div
      id={props.id}
      role="option"
      aria-selected={props.chosen}
      aria-posinset={props.index + 1}
      aria-setsize={props.total}
      aria-label={label.filter((part) => part !== '').join(', ')}
      className={styles.row}
      style={{ transform: `translateY(${props.top}px)` }}
      onMouseDown={(event) => {
        if (event.button === 0) props.onChoose();
      }}
    >
      <span className={styles.rowMark}>
        <PriorityBar priority={line.priority} label={false} />
      </span>
      <span className={styles.rowSubject} data-empty={line.subject === '' ? '' : undefined}>
        {subject}
      </span>
      <time className={styles.rowWhen} dateTime={line.updatedAt}>
        {formatWhen(line.updatedAt, now, locale, text)}
      </time>
      <span className={styles.rowState}>
        <StateMark state={line.state} size={13} />
      </span>
      <span className={styles.rowFacts}>
        {line.reference === null ? null : <span data-figures="">#{line.reference}</span>}
        <span className={styles.rowWho}>{line.contactName ?? text('ticket.noContact')}</span>
      </span>
      <span className={styles.rowEnd}>
        {line.delivery === 'confirmed' ? null : <DeliveryMark delivery={line.delivery} />}
        {line.arrivedFrom == null ? null : <Arrived from={line.arrivedFrom} />}
        {line.mine || line.arrivedFrom != null ? null : <span>{line.assigneeName ?? text('ticket.nobody')}</span>}
      </span>
    </div>
  );
});

/** Handed over by another team, and nobody has taken it yet. */
function Arrived({ from }: { readonly from: string }) {
  const { text } = useWords();
  return (
    <span className={styles.rowArrived} title={text('handOver.from', { team: from })}>
      <UsersRound size={12} aria-hidden="true" />
      <span>{from}</span>
    </span>
  );
}

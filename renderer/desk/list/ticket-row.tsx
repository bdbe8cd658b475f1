import { UsersRound } from 'lucide-react';
import type { TicketLine } from '../../store/contract.ts';
import { useNow } from '../data/use-now.ts';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { priorityText, stateLabel } from '../words/labels.ts';
import { formatWhen } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import { ListRow, type RowPlace } from './list-row.tsx';
import styles from './list.module.css';

export type TicketRowProps = { readonly line: TicketLine; readonly place: RowPlace; readonly total: number };

/** One ticket in the list: what it is about, who asks, since when, and how urgent. */
export function TicketRow({ line, place, total }: TicketRowProps) {
  const { text, locale } = useWords();
  const now = useNow(60_000);
  const subject = line.subject || text('ticket.noSubject');
  return (
    <ListRow
      place={place}
      label={[
        priorityText(line.priority, text),
        line.reference === null ? text('ticket.noReference') : `#${line.reference}`,
        subject,
        line.contactName ?? '',
        line.arrivedFrom == null ? '' : text('handOver.from', { team: line.arrivedFrom }),
        text(stateLabel[line.state]),
      ]}
      total={total}
      mark={<PriorityBar priority={line.priority} label={false} />}
      subject={subject}
      isNameless={line.subject === ''}
      when={<time dateTime={line.updatedAt}>{formatWhen(line.updatedAt, now, locale, text)}</time>}
      state={<StateMark state={line.state} size={13} />}
      facts={
        <>
          {line.reference === null ? null : <span data-figures="">#{line.reference}</span>}
          <span className={styles.rowWho}>{line.contactName ?? text('ticket.noContact')}</span>
        </>
      }
      end={
        <>
          {line.delivery === 'confirmed' ? null : <DeliveryMark delivery={line.delivery} />}
          {line.arrivedFrom == null ? null : <Arrived from={line.arrivedFrom} />}
          {line.mine || line.arrivedFrom != null ? null : <span>{line.assigneeName ?? text('ticket.nobody')}</span>}
        </>
      }
    />
  );
}

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

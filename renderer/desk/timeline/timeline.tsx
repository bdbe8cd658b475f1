import { Ticket } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import type { TicketView, TimelineItem } from '../../store/contract.ts';
import { useNow } from '../data/use-now.ts';
import { usePlace } from '../place/place.ts';
import { useKeptField } from '../place/use-kept-field.ts';
import { ValidationItem } from '../validation/validation-item.tsx';
import { dayKey, formatDay, formatMoment } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import { CallItem } from './call-item.tsx';
import { EntryItem } from './entry-item.tsx';
import { Event, EventMark } from './event.tsx';
import { idOf, instantOf } from './timeline-item.ts';
import styles from './timeline.module.css';

/** What happened on the ticket, oldest first; the end is in sight when it opens and when something is added. */
export function Timeline({ view }: { readonly view: TicketView }) {
  const { text, locale } = useWords();
  const now = useNow(60_000);
  const box = useRef<HTMLDivElement>(null);
  const { spot } = usePlace();
  const { timeline, ticket } = view;
  const count = timeline.length;

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    element.scrollTop = spot.take('timelineTop') ?? element.scrollHeight;
    // The strip and the composer grow and shrink: who reads the end goes on seeing it.
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      const before = element.scrollHeight - element.scrollTop - height;
      height = element.clientHeight;
      if (before < 40) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ticket.id, count, spot]);
  useKeptField('timeline', box);

  return (
    <div
      ref={box}
      className={styles.timeline}
      role="region"
      tabIndex={0}
      data-place="timeline"
      aria-label={text('timeline.label')}
    >
      <ol className={styles.items} aria-label={text('timeline.label')}>
        <Event mark={<EventMark icon={Ticket} />}>
          {text('timeline.created')} · {formatMoment(ticket.createdAt, locale)}
        </Event>
        {timeline.map((item, index) => {
          const at = instantOf(item);
          const before = timeline[index - 1];
          const newDay = before === undefined || dayKey(instantOf(before)) !== dayKey(at);
          return <Item key={idOf(item)} item={item} day={newDay ? formatDay(at, now, locale, text) : null} />;
        })}
      </ol>
    </div>
  );
}

function Item({ item, day }: { readonly item: TimelineItem; readonly day: string | null }) {
  return (
    <>
      {day === null ? null : (
        <li className={styles.day}>
          <span>{day}</span>
        </li>
      )}
      {item.kind === 'call' ? (
        <CallItem call={item.call} agentName={item.agentName} delivery={item.delivery} />
      ) : item.kind === 'validation' ? (
        <ValidationItem view={item.view} />
      ) : (
        <EntryItem entry={item.entry} authorName={item.authorName} delivery={item.delivery} />
      )}
    </>
  );
}

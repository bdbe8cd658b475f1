import { AlarmClock, AlarmClockCheck, AlarmClockOff } from 'lucide-react';
import { Aside, Event, EventMark } from '../timeline/event.tsx';
import type { EntryProps } from '../timeline/timeline-item.ts';
import { useWords } from '../words/use-text.ts';
import { recordWords } from './callback-words.ts';
import { dueOnRecord } from './due-words.ts';

const marks = {
  promised: { icon: AlarmClock, tone: undefined },
  moved: { icon: AlarmClock, tone: undefined },
  kept: { icon: AlarmClockCheck, tone: 'green' },
  missed: { icon: AlarmClockOff, tone: 'red' },
  cancelled: { icon: AlarmClockOff, tone: undefined },
} as const;

/** A promise to call back, and what became of it, in the ticket's history. */
export function CallbackItem({ entry, authorName, delivery }: EntryProps<'callback'>) {
  const { text, locale } = useWords();
  return (
    <Event at={entry.at} delivery={delivery} mark={<EventMark {...marks[entry.event]} />}>
      <span>{recordWords(entry, (dueAt) => dueOnRecord(dueAt, entry.at, locale, text), text)}</span>
      <Aside>{authorName}</Aside>
    </Event>
  );
}

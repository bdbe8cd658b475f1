import { Aside, Event, EventMark } from '../timeline/event.tsx';
import type { EntryProps } from '../timeline/timeline-item.ts';
import { useText } from '../words/use-text.ts';
import { scoreIcon } from './kind-mark.tsx';
import { scoreLabel } from './record-words.ts';

/** How satisfied the customer said they are, in the ticket's history; a score that another has replaced stays, and says so. */
export function SatisfactionItem({ entry, authorName, delivery }: EntryProps<'satisfaction'>) {
  const text = useText();
  const words = text('timeline.satisfaction', { score: entry.score, meaning: text(scoreLabel[entry.score]) });
  return (
    <Event at={entry.at} delivery={delivery} mark={<EventMark icon={scoreIcon[entry.score]} />}>
      {entry.standing ? <span>{words}</span> : <Aside>{words}</Aside>}
      {entry.text === null ? null : <q data-selectable="">{entry.text}</q>}
      {entry.standing ? null : <Aside>{text('timeline.satisfactionFormer')}</Aside>}
      <Aside>{authorName}</Aside>
    </Event>
  );
}

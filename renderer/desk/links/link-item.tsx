import { Link2, Unlink } from 'lucide-react';
import { usePlace } from '../place/place.ts';
import { Aside, Event, EventMark, OtherTicket } from '../timeline/event.tsx';
import type { EntryProps } from '../timeline/timeline-item.ts';
import { useText } from '../words/use-text.ts';
import { recordOfLink } from './link-words.ts';

/** A link that was made or taken away, in the ticket's history; the other ticket opens by its number. */
export function LinkItem({ entry, authorName, delivery }: EntryProps<'link'>) {
  const text = useText();
  const place = usePlace();
  return (
    <Event at={entry.at} delivery={delivery} mark={<EventMark icon={entry.event === 'linked' ? Link2 : Unlink} />}>
      <span>{recordOfLink(entry, text)}</span>
      <OtherTicket onOpen={() => place.openTicket(entry.otherId)}>
        {entry.reference === null ? text('links.otherTicket') : `#${entry.reference}`}
      </OtherTicket>
      <Aside>{authorName}</Aside>
    </Event>
  );
}

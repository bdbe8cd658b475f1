import { GitMerge } from 'lucide-react';
import { useText } from '../words/use-text.ts';
import { Event, EventMark } from './event.tsx';
import type { EntryProps } from './timeline-item.ts';

const fieldLabel: Readonly<Record<string, string>> = {
  subject: 'ticket.subject',
  impact: 'ticket.impact',
  urgency: 'ticket.urgency',
  assigneeId: 'ticket.assignee',
  contactId: 'ticket.contact',
  equipmentId: 'contact.equipment',
  dueAt: 'callback.when',
  about: 'callback.about',
};

/** What somebody wrote into a field that a colleague had changed first: it did not count, and is not lost. */
export function LostValueItem({ entry, authorName, delivery }: EntryProps<'lost-value'>) {
  const text = useText();
  const label = fieldLabel[entry.field];
  const field = label === undefined ? entry.field : text(label);
  return (
    <Event at={entry.at} delivery={delivery} mark={<EventMark icon={GitMerge} tone="amber" />}>
      <span>{text('timeline.lostValue', { name: authorName, field })}</span>
      <q data-selectable="">{entry.value}</q>
    </Event>
  );
}

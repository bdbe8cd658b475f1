import type { Id, Instant } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/timeline/entry.ts';
import type { Delivery, TimelineItem } from '../../store/contract.ts';

/** What is shown of an entry of one kind. */
export type EntryProps<Kind extends Entry['kind']> = {
  readonly entry: Extract<Entry, { kind: Kind }>;
  readonly authorName: string;
  readonly delivery: Delivery;
};

export function idOf(item: TimelineItem): Id {
  switch (item.kind) {
    case 'call':
      return item.call.id;
    case 'entry':
      return item.entry.id;
    case 'validation':
      return item.view.validation.id;
  }
}

/** When it came to the ticket: of what was recorded later than it happened, the recording. */
export function writtenAt(item: TimelineItem): Instant {
  if (item.kind !== 'entry') return instantOf(item);
  const { entry } = item;
  return entry.kind === 'email' || entry.kind === 'chat' ? entry.recordedAt : entry.at;
}

/** When it happened: a call's start, a question's asking. */
export function instantOf(item: TimelineItem): Instant {
  switch (item.kind) {
    case 'call':
      return item.call.startedAt;
    case 'entry':
      return item.entry.at;
    case 'validation':
      return item.view.validation.askedAt;
  }
}

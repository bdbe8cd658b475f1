import type { Id, Instant } from '../../../domain/ids.ts';
import type { TimelineItem } from '../../store/contract.ts';

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

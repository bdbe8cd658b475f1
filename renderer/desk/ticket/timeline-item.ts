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

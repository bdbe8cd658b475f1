import { punctualMillis, type CallbackOutcome } from '../../../domain/callback/callback.ts';
import type { Entry } from '../../../domain/timeline/entry.ts';
import { formatDuration } from '../words/time.ts';
import type { Text } from '../words/use-text.ts';

/** How a promise ends, as a thing to do. */
export const closeLabel: Readonly<Record<CallbackOutcome, string>> = {
  kept: 'callback.closeKept',
  missed: 'callback.closeMissed',
  cancelled: 'callback.closeCancelled',
};

type CallbackRecord = Pick<Extract<Entry, { kind: 'callback' }>, 'event' | 'dueAt' | 'from' | 'at'>;

/** What became of a promise, as a history tells it. @param when writes a promised time */
export function recordWords(
  { event, dueAt, from, at }: CallbackRecord,
  when: (dueAt: string) => string,
  text: Text,
): string {
  switch (event) {
    case 'promised':
      return text('callback.entryPromised', { when: when(dueAt) });
    case 'moved':
      return text('callback.entryMoved', { from: when(from ?? dueAt), when: when(dueAt) });
    case 'kept':
      return keptWords(dueAt, at, when(dueAt), text);
    case 'missed':
      return text('callback.entryMissed', { when: when(dueAt) });
    case 'cancelled':
      return text('callback.entryCancelled', { when: when(dueAt) });
  }
}

/** In time, or by how much it came too late. */
function keptWords(dueAt: string, at: string, when: string, text: Text): string {
  const late = Date.parse(at) - Date.parse(dueAt);
  if (late <= punctualMillis) return text('callback.entryKept', { when });
  return text('callback.entryKeptLate', { when, late: formatDuration(Math.round(late / 60_000) * 60) });
}

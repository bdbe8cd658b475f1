import { talkSeconds, type Call } from '../../../domain/call/call.ts';
import { outcomeLabel } from './labels.ts';
import { formatDuration } from './time.ts';
import type { Text } from './use-text.ts';

/** What came of a call that was logged: how long they spoke, or why they did not. */
export function callEnd(call: Call, text: Text): string {
  if (call.outcome === null) return text('timeline.callUnderWay');
  if (call.outcome !== 'answered') return text(outcomeLabel[call.outcome]);
  return formatDuration(talkSeconds(call, call.endedAt ?? call.startedAt));
}

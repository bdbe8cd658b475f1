import type { CallRecord } from './call-state.ts';

/** From the key to the connection; told after this long in any case. */
const whileAnsweringMs = 400;
/** From the connection to the first sound. */
const beforeFirstSoundMs = 80;
/** What has just been answered by us. */
const recentMs = 2_000;

/**
 * Milliseconds by which the desk is told later that a call has changed. The sound leads: what the desk draws and stores when an answer is told
 * would take the processor from the connection that is just being made.
 * @param now milliseconds since the epoch
 */
export function tellDelay(calls: readonly CallRecord[], now: number): number {
  if (calls.some((call) => call.phase === 'connecting')) return whileAnsweringMs;
  const isStarting = ({ direction, phase, answeredAt }: CallRecord): boolean =>
    direction === 'incoming' && phase === 'active' && answeredAt !== null && now - Date.parse(answeredAt) < recentMs;
  return calls.some(isStarting) ? beforeFirstSoundMs : 0;
}

import type { Instant } from '../ids.ts';

/** What the way of a request takes is no error of a clock, and less than this puts nothing in a wrong place. Milliseconds. */
export const toleratedMillis = 10_000;

/** How far a clock may be wrong before its person is told: callbacks, pauses and relays go wrong then. Milliseconds. */
export const harmfulMillis = 60_000;

/**
 * An instant of a clock that said `there` when it was `here`, by the clock that said `here`. Nothing is dated in its future, and what is
 * off by less than a request takes stays as it is; so does what is said without its clock's time.
 */
export function datedHere(at: Instant, there: Instant | undefined, here: Date): Instant {
  const ahead = there === undefined ? 0 : here.getTime() - Date.parse(there);
  const told = Date.parse(at);
  const millis = Math.abs(ahead) < toleratedMillis ? told : Math.max(told + ahead, 0);
  if (millis > here.getTime()) return here.toISOString();
  return millis === told ? at : new Date(millis).toISOString();
}

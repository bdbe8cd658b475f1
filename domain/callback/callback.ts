import { z } from 'zod';
import { Id, Instant } from '../ids.ts';
import { rowFields } from '../row.ts';

/** How a promise to call back ended; `missed`: it was not kept, and nobody will any more. */
export const CallbackOutcome = z.enum(['kept', 'missed', 'cancelled']);
export type CallbackOutcome = z.infer<typeof CallbackOutcome>;

export const CallbackState = z.enum(['open', ...CallbackOutcome.options]);
export type CallbackState = z.infer<typeof CallbackState>;

/** The moves that are kept, the newest ones. */
export const longestMoves = 50;

/** A promise to call somebody back at an exact time. `scope` is the team that keeps it: the ticket's, where there is one. */
export const Callback = z.looseObject({
  ...rowFields,
  /** E.164, or an extension; null when the person was erased. */
  number: z.string().max(64).nullable(),
  contactId: Id.nullable(),
  ticketId: Id.nullable(),
  /** The call in which it was promised. */
  callId: Id.nullable(),
  dueAt: Instant,
  /** What it is to be about. */
  about: z.string().max(500),
  /** Who calls; null: whoever of the team is free. */
  assigneeId: Id.nullable(),
  state: CallbackState,
  promisedBy: Id,
  promisedAt: Instant,
  closedBy: Id.nullable(),
  closedAt: Instant.nullable(),
  /** The call that kept it. */
  keptCallId: Id.nullable(),
  /** Each time that another time was agreed on. */
  moves: z.array(z.object({ from: Instant, to: Instant, by: Id, at: Instant })).max(longestMoves),
});
export type Callback = z.infer<typeof Callback>;

/** Later than this a promised time was not kept, ms. */
export const punctualMillis = 5 * 60_000;

/** How far before its time a callback is announced, ms. */
const soonMillis = 10 * 60_000;

/** Where a promised time stands to a moment. */
export type Punctuality = 'ahead' | 'soon' | 'due' | 'late';

/** @param now milliseconds since 1970 UTC */
export function punctualityOf(dueAt: Instant, now: number): Punctuality {
  const after = now - Date.parse(dueAt);
  if (after > punctualMillis) return 'late';
  if (after >= 0) return 'due';
  return after >= -soonMillis ? 'soon' : 'ahead';
}

/** A call that begins so long before the promised time counts as keeping it, ms. */
const earlyMillis = 30 * 60_000;

/** Whether speaking to them in a call that began then keeps the promise; ms since 1970 UTC. */
export function isKeptBy(callback: Pick<Callback, 'dueAt' | 'promisedAt'>, startedAt: number): boolean {
  return startedAt >= Date.parse(callback.promisedAt) && startedAt >= Date.parse(callback.dueAt) - earlyMillis;
}

import { z } from 'zod';
import { Id, Instant } from '../ids.ts';
import { rowFields } from '../row.ts';
import { CallQuality } from './quality.ts';

export const CallDirection = z.enum(['incoming', 'outgoing']);
export type CallDirection = z.infer<typeof CallDirection>;

/** How a call ended, in the words of a call record (not SIP codes). */
export const CallOutcome = z.enum([
  'answered',
  'missed',
  'rejected',
  'cancelled',
  'busy',
  'no-answer',
  'failed',
  'answered-elsewhere',
]);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** One call of one agent. `scope` is the agent's team; in a ticket's timeline when `ticketId` is set. */
export const Call = z.looseObject({
  ...rowFields,
  agentId: Id,
  direction: CallDirection,
  /** E.164, an extension, or null when withheld. */
  number: z.string().max(64).nullable(),
  displayName: z.string().max(120).nullable(),
  contactId: Id.nullable(),
  ticketId: Id.nullable(),
  queue: z.string().max(80).nullable(),
  startedAt: Instant,
  answeredAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  outcome: CallOutcome.nullable(),
  /** Of a missed call: somebody said that there is nothing left to do. Rows from before this was known have neither. */
  handledAt: Instant.nullable().optional(),
  handledBy: Id.nullable().optional(),
  /** How it sounded; calls that nobody talked in, and rows from before this was known, have none. */
  quality: CallQuality.nullable().optional(),
  /** E.164 or an extension: whom the caller was transferred or sent on to. */
  passedTo: z.string().max(64).nullable().optional(),
  /** What came of it, a code of the team (`TeamWork.wrapUp.codes`), and how long the work after it took, in seconds. */
  wrapUpCode: z.string().max(40).nullable().optional(),
  wrapUpSeconds: z.int().nonnegative().nullable().optional(),
});
export type Call = z.infer<typeof Call>;

/** Talking time in whole seconds; 0 when never answered; up to `now` while it lasts. */
export function talkSeconds(call: Pick<Call, 'answeredAt' | 'endedAt'>, now: Instant): number {
  if (call.answeredAt === null) return 0;
  return Math.max(0, Math.floor((Date.parse(call.endedAt ?? now) - Date.parse(call.answeredAt)) / 1000));
}

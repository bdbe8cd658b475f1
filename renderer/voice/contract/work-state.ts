import { z } from 'zod';
import { AgentState } from '../../../domain/agent/presence.ts';
import { Id, Instant } from '../../../domain/ids.ts';

/** What the PBX says of something; `unknown` while it has not said it. */
export const Known = z.enum(['yes', 'no', 'unknown']);
export type Known = z.infer<typeof Known>;

export const QueueMembership = z.object({
  id: z.string().max(40),
  name: z.string().max(80),
  signedIn: Known,
  paused: Known,
  /** A code for it is being dialled. */
  pending: z.boolean(),
});
export type QueueMembership = z.infer<typeof QueueMembership>;

export const WrapUp = z.object({ callId: Id, startedAt: Instant, endsAt: Instant });
export type WrapUp = z.infer<typeof WrapUp>;

/** Whether calls come to this agent, and why not. */
export const WorkState = z.object({
  state: AgentState,
  since: Instant,
  /** Of a pause: the id of its reason, null where none is known (somebody else may have paused the agent). */
  reason: z.string().max(40).nullable(),
  /** When it ends by itself. */
  until: Instant.nullable(),
  /** The PBX has confirmed it. */
  confirmed: z.boolean(),
  wrapUp: WrapUp.nullable(),
  /** The last one that is over, to be written into its call's row. */
  lastWrapUp: z.object({ callId: Id, startedAt: Instant, endedAt: Instant }).nullable(),
  /** After this call the agent pauses, for this reason. */
  afterCall: z.object({ reason: z.string().max(40).nullable() }).nullable(),
  queues: z.array(QueueMembership).max(20),
  /** What the PBX can be told. */
  canPause: z.boolean(),
  canSign: z.boolean(),
});
export type WorkState = z.infer<typeof WorkState>;

/** A colleague's line as the PBX tells it; `unknown`: it tells nothing. */
export const ColleagueLine = z.object({
  number: z.string().max(64),
  state: z.enum(['idle', 'ringing', 'inCall', 'unknown']),
});
export type ColleagueLine = z.infer<typeof ColleagueLine>;

/** Subscriptions of one desk, at most. */
export const maximumColleagues = 100;

/** Messages in the voicemail of the line. */
export const Voicemail = z.object({ fresh: z.int().nonnegative(), old: z.int().nonnegative() });
export type Voicemail = z.infer<typeof Voicemail>;

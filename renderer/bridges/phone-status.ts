import { z } from 'zod';
import { Id } from '../../domain/ids.ts';

/** Whether calls can reach the agent, and what the phone is doing, for what the system shows of it. */
export const Presence = z.enum(['none', 'unreachable', 'available', 'ringing', 'inCall']);
export type Presence = z.infer<typeof Presence>;

/** A caller in words, as far as the phone knows, or better as the desk does. */
export const RingingCaller = z.object({
  callId: Id,
  /** A name or a number; empty when it is withheld. */
  title: z.string().max(160),
  /** What else is known: the number, the queue. */
  detail: z.string().max(200),
});
export type RingingCaller = z.infer<typeof RingingCaller>;

export const PhoneStatus = z.object({ presence: Presence, ringing: z.array(RingingCaller).max(8) });
export type PhoneStatus = z.infer<typeof PhoneStatus>;

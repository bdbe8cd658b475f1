import { z } from 'zod';
import { Id, Instant } from '../ids.ts';

/** The one state of an agent: a call comes before ringing, ringing before everything that the agent has chosen. */
export const AgentState = z.enum(['available', 'ringing', 'onCall', 'wrapUp', 'paused', 'doNotDisturb', 'offline']);
export type AgentState = z.infer<typeof AgentState>;

/** What an agent's desk says of them to the team. Never stored: it is true while the desk is connected. */
export const AgentPresence = z.object({
  state: AgentState,
  since: Instant,
  /** Id of a reason of the team, for colleagues of that team alone. */
  reason: z.string().max(40).nullable(),
  /** When it ends by itself. */
  until: Instant.nullable(),
});
export type AgentPresence = z.infer<typeof AgentPresence>;

/** Null: no desk of theirs is connected. */
export const PresenceOf = z.object({ agentId: Id, presence: AgentPresence.nullable() });
export type PresenceOf = z.infer<typeof PresenceOf>;

const mostPresent: readonly AgentState[] = [
  'onCall',
  'ringing',
  'doNotDisturb',
  'wrapUp',
  'paused',
  'available',
  'offline',
];

/** Of several desks of one agent the one that says most: whoever is in a call at one of them is not free. */
export function mostTelling(all: readonly AgentPresence[]): AgentPresence | null {
  return all.toSorted((a, b) => mostPresent.indexOf(a.state) - mostPresent.indexOf(b.state))[0] ?? null;
}

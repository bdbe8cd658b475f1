import { z } from 'zod';
import { Id } from '../ids.ts';

/** The ticket that a desk has open for its agent. Never stored: it is true while the desk is connected. */
export const TicketPresence = z.object({
  ticketId: Id,
  /** They are at their note in it. */
  writing: z.boolean(),
});
export type TicketPresence = z.infer<typeof TicketPresence>;

/** Somebody who has a ticket open, as those are told who have it open too. */
export const OnTicket = z.object({ agentId: Id, writing: z.boolean() });
export type OnTicket = z.infer<typeof OnTicket>;

/** Of one agent at most: whoever has more desks than that is not on all of their tickets. */
const mostTickets = 5;

/** What several desks of one agent have open: each ticket once, and written in if it is at one of them. Those that are written in first. */
export function ticketsTogether(all: readonly TicketPresence[]): TicketPresence[] {
  const writing = new Map<Id, boolean>();
  for (const each of all) writing.set(each.ticketId, each.writing || writing.get(each.ticketId) === true);
  return [...writing]
    .map(([ticketId, isWriting]) => ({ ticketId, writing: isWriting }))
    .sort((a, b) => Number(b.writing) - Number(a.writing) || (a.ticketId < b.ticketId ? -1 : 1))
    .slice(0, mostTickets);
}

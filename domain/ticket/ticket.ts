import { z } from 'zod';
import { Id, Instant } from '../ids.ts';
import { rowFields } from '../row.ts';
import { mostLinks, TicketLink } from './link.ts';
import { Level, priorityOf, type Priority } from './priority.ts';
import { PendingReason, TicketState } from './state.ts';

/** Of one ticket. */
export const mostFollowers = 50;
const mostChildTeams = 1000;

/** `scope` is the team that works on it. `reference` is the number people say; given by the server, null until then. */
export const Ticket = z.looseObject({
  ...rowFields,
  reference: z.int().positive().nullable(),
  subject: z.string().max(200),
  state: TicketState,
  pendingReason: PendingReason.nullable(),
  remindAt: Instant.nullable(),
  impact: Level,
  urgency: Level,
  major: z.boolean(),
  contactId: Id.nullable(),
  /** The number that called, kept when the caller is not (yet) a contact. */
  callerNumber: z.string().max(64).nullable(),
  assigneeId: Id.nullable(),
  /** What it is about. Absent: from before it was asked. */
  equipmentId: Id.nullable().optional(),
  /** To other tickets. Absent: none were made. */
  links: z.array(TicketLink).max(mostLinks).optional(),
  tags: z.array(z.string().max(40)).max(20),
  /** What belonged to it, and what is written to it, is there. Such a ticket is closed. */
  mergedInto: Id.nullable().optional(),
  /**
   * Counts the changes that whoever writes about the ticket would want to see first. `by` made the last one, and all of them since
   * there were `since`. Absent: none since it was counted.
   */
  revised: z.object({ count: z.int().nonnegative(), by: Id, since: z.int().nonnegative() }).optional(),
  /** Agents who go on seeing how it stands, whichever team has it. Absent: nobody. */
  followers: z.array(Id).max(mostFollowers).optional(),
  /** Other teams that have children of it. Absent: none. */
  childTeams: z.array(Id).max(mostChildTeams).optional(),
  /** By which team, and when it was last handed over to the one that has it. Absent: it never was. */
  handedOver: z.object({ from: Id, by: Id, at: Instant }).optional(),
  deletedAt: Instant.optional(),
  deletedBy: Id.optional(),
  createdAt: Instant,
  createdBy: Id,
  updatedAt: Instant,
});
export type Ticket = z.infer<typeof Ticket>;

/** What an agent who writes about the ticket would want to know of when it changes. */
export const TicketFacts = z.object({
  subject: Ticket.shape.subject,
  impact: Level,
  urgency: Level,
  major: z.boolean(),
  assigneeId: Id.nullable(),
});
export type TicketFacts = z.infer<typeof TicketFacts>;

export function ticketPriority(ticket: Pick<Ticket, 'impact' | 'urgency' | 'major'>): Priority {
  return priorityOf(ticket.impact, ticket.urgency, ticket.major);
}

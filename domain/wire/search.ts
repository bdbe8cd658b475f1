import { z } from 'zod';
import { Id, Instant } from '../ids.ts';
import { TicketState } from '../ticket/state.ts';
import { Ticket } from '../ticket/ticket.ts';
import { protocolVersion } from './sync.ts';

/** Tickets in one answer, at most. */
export const maxSearchTickets = 50;

/** POST /v1/search: tickets of the agent's teams that have all of the words, or the phone or ticket number; the newest first. */
export const SearchRequest = z.object({
  protocol: z.literal(protocolVersion),
  text: z.string().max(200),
  /** ISO 3166-1 alpha-2: how a national phone number is read. */
  country: z.string().length(2),
  states: z.array(TicketState).max(10),
  teamId: Id.nullable(),
  /** An agent, or `nobody`. */
  assigneeId: z.union([Id, z.literal('nobody')]).nullable(),
  tag: z.string().max(40).nullable(),
  /** Of the last change; `until` is not included. */
  since: Instant.nullable(),
  until: Instant.nullable(),
  limit: z.int().positive().max(maxSearchTickets),
});
export type SearchRequest = z.infer<typeof SearchRequest>;

export const SearchReply = z.object({
  tickets: z.array(z.object({ ticket: Ticket, contactName: z.string().nullable() })),
  /** There are others. */
  more: z.boolean(),
});
export type SearchReply = z.infer<typeof SearchReply>;

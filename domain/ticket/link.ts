import { z } from 'zod';
import { Id } from '../ids.ts';

/** What a ticket is to another: it has to do with it, it is the same once more, or it is one of its children (a major incident's, mostly). */
export const LinkKind = z.enum(['related', 'duplicate', 'child']);
export type LinkKind = z.infer<typeof LinkKind>;

/** Kept on the ticket that it was made from; the other one is found by it. */
export const TicketLink = z.object({ ticketId: Id, kind: LinkKind });
export type TicketLink = z.infer<typeof TicketLink>;

/** From one ticket. */
export const mostLinks = 50;

/** Tickets of a parent that are solved at once. */
export const mostChildrenAtOnce = 100;

/** A ticket has one parent, and is a duplicate of one other. */
export function isSingle(kind: LinkKind): boolean {
  return kind !== 'related';
}

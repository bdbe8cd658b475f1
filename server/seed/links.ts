import type { LinkKind } from '../../domain/ticket/link.ts';
import { isOpen } from '../../domain/ticket/state.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import { teamIds } from './team.ts';

/** Of the major incident, besides itself. */
const mostChildren = 4;

/** A major incident of the mobile team with the tickets of those whom it hit, and a ticket of the internet team that came twice. */
export function linkDemo(tickets: readonly Ticket[]): void {
  const [incident, ...hit] = openOf(tickets, 'réseau', teamIds.mobile);
  if (incident !== undefined) {
    incident.major = true;
    incident.subject = 'Plus de réseau mobile autour de Lesneven';
    for (const child of hit.slice(0, mostChildren)) link(child, incident, 'child');
  }
  const [first, again] = openOf(tickets, 'installation', teamIds.internet);
  if (first !== undefined && again !== undefined) link(again, first, 'related');
}

function openOf(tickets: readonly Ticket[], tag: string, teamId: string): Ticket[] {
  return tickets.filter(({ tags, scope, state }) => tags.includes(tag) && scope === teamId && isOpen(state));
}

function link(ticket: Ticket, to: Ticket, kind: LinkKind): void {
  ticket.links = [{ ticketId: to.id, kind }];
}

import type { Id } from '../../../domain/ids.ts';
import type { Transaction } from '../../../domain/mutation/transaction.ts';
import type { TableName } from '../../../domain/tables.ts';
import { standingTicket } from '../../../domain/ticket/standing.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { TicketLine, TicketView, TimelineItem } from '../contract.ts';
import { openTicketLines, ticketLine } from './tickets.ts';
import { validationsOf } from './validations.ts';
import { agentName, type View } from './view.ts';

/** A ticket with its timeline, oldest first; null when it is not on this machine. */
export async function ticketView(view: View, id: Id): Promise<TicketView | null> {
  const { rows } = view;
  const { indexes } = rows;
  const ticket = await rows.read('tickets', id);
  if (ticket === undefined) return null;
  const { contactId } = ticket;
  const otherSlots = contactId === null ? [] : indexes.tickets.byContact.get(contactId);
  return {
    ticket,
    delivery: rows.delivery('tickets', id),
    contact: contactId === null ? null : ((await rows.read('contacts', contactId)) ?? null),
    team: indexes.teams.rows.get(ticket.scope) ?? null,
    assignee: ticket.assigneeId === null ? null : (indexes.agents.rows.get(ticket.assigneeId) ?? null),
    timeline: await timeline(view, id),
    mergedInto: await standingLine(view, ticket),
    otherOpen: openTicketLines(view, otherSlots).filter((line) => line.id !== id),
  };
}

async function standingLine(view: View, ticket: Ticket): Promise<TicketLine | null> {
  if (ticket.mergedInto == null) return null;
  const tx = { get: (table: TableName, id: Id) => view.rows.read(table, id) } as Pick<Transaction, 'get'>;
  const standing = await standingTicket(tx, ticket.id).catch(() => null);
  const slot = standing === null ? undefined : view.rows.indexes.tickets.find(standing.id);
  return slot === undefined ? null : ticketLine(view, slot);
}

async function timeline(view: View, ticketId: Id): Promise<TimelineItem[]> {
  const { rows } = view;
  const { entries, calls } = rows.indexes;
  const [written, called, asked] = await Promise.all([
    rows.readAll('entries', entries.visibleIds(entries.byTicket.get(ticketId))),
    rows.readAll('calls', calls.visibleIds(calls.byTicket.get(ticketId))),
    validationsOf(view, ticketId),
  ]);
  const items: TimelineItem[] = [
    ...written.map((entry) => ({
      kind: 'entry' as const,
      entry,
      authorName: agentName(view, entry.authorId),
      delivery: rows.delivery('entries', entry.id),
    })),
    ...called.map((call) => ({
      kind: 'call' as const,
      call,
      agentName: agentName(view, call.agentId),
      delivery: rows.delivery('calls', call.id),
    })),
    ...asked.map((each) => ({ kind: 'validation' as const, view: each, delivery: each.delivery })),
  ];
  return items.sort(byTimeThenId);
}

function byTimeThenId(a: TimelineItem, b: TimelineItem): number {
  const difference = Date.parse(timeOf(a)) - Date.parse(timeOf(b));
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  return idOf(a) < idOf(b) ? -1 : 1;
}

function timeOf(item: TimelineItem): string {
  switch (item.kind) {
    case 'entry':
      return item.entry.at;
    case 'call':
      return item.call.startedAt;
    case 'validation':
      return item.view.validation.askedAt;
  }
}

function idOf(item: TimelineItem): Id {
  switch (item.kind) {
    case 'entry':
      return item.entry.id;
    case 'call':
      return item.call.id;
    case 'validation':
      return item.view.validation.id;
  }
}

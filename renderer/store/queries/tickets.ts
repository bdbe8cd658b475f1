import type { Id } from '../../../domain/ids.ts';
import type { Priority } from '../../../domain/ticket/priority.ts';
import { TicketState, isOpen } from '../../../domain/ticket/state.ts';
import type { StoreQueries, TicketFilter, TicketLine } from '../contract.ts';
import { fold, words } from '../rows/fold.ts';
import { agentName, teamName, type View } from './view.ts';

type TicketsAnswer = StoreQueries['tickets']['answer'];

const openStates = TicketState.options.map(isOpen);

/** Open tickets by urgency, the longest untouched first; solved ones the newest first. */
export function ticketList(view: View, filter: TicketFilter & { limit: number }): TicketsAnswer {
  const { tickets } = view.rows.indexes;
  const fits = viewFilter(view, filter.view);
  const matches = textFilter(view, filter.text);
  const found: number[] = [];
  for (let slot = 0; slot < tickets.end; slot++) {
    if (tickets.visible[slot] === true && fits(slot) && matches(slot)) found.push(slot);
  }
  const key = filter.view === 'solved' ? newestFirst : mostUrgentFirst;
  const first = smallest(found, filter.limit, (slot) => key(view, slot), tickets.ids);
  return { lines: first.map((slot) => ticketLine(view, slot)), total: found.length };
}

/** The open tickets among these, in order of urgency. */
export function openTicketLines(view: View, slots: Iterable<number>): TicketLine[] {
  const { tickets } = view.rows.indexes;
  const open = [...new Set(slots)].filter((slot) => tickets.visible[slot] === true && isOpenSlot(view, slot));
  return smallest(open, open.length, (slot) => mostUrgentFirst(view, slot), tickets.ids).map((slot) =>
    ticketLine(view, slot),
  );
}

export function ticketLine(view: View, slot: number): TicketLine {
  const { tickets, contacts } = view.rows.indexes;
  const id = tickets.ids[slot] ?? '';
  const contactId = tickets.contactId[slot] ?? null;
  const contactSlot = contactId === null ? undefined : contacts.find(contactId);
  const assigneeId = tickets.assigneeId[slot] ?? null;
  const reference = tickets.reference[slot] ?? 0;
  return {
    id,
    reference: reference === 0 ? null : reference,
    subject: tickets.subject[slot] ?? '',
    state: TicketState.options[tickets.state[slot] ?? 0] ?? 'new',
    priority: priorityOfRank(tickets.rank[slot] ?? 3),
    teamName: teamName(view, tickets.scope[slot] ?? ''),
    contactName: contactSlot === undefined ? null : (contacts.name[contactSlot] ?? null),
    assigneeName: assigneeId === null ? null : agentName(view, assigneeId),
    mine: assigneeId === view.actor.agentId,
    arrivedFrom: arrivedFrom(view, slot),
    updatedAt: instant(tickets.updatedAt[slot]),
    createdAt: instant(tickets.createdAt[slot]),
    delivery: view.rows.delivery('tickets', id),
  };
}

/** Open tickets of this agent's teams that came from another and that nobody has taken. */
export function arrivals(view: View): TicketLine[] {
  const { tickets } = view.rows.indexes;
  return [...tickets.arrived]
    .filter((slot) => arrivedFrom(view, slot) !== null)
    .sort((a, b) => newestFirst(view, a) - newestFirst(view, b) || a - b)
    .map((slot) => ticketLine(view, slot));
}

function arrivedFrom(view: View, slot: number): string | null {
  const { tickets } = view.rows.indexes;
  const isHere = view.actor.teamIds.includes(tickets.scope[slot] ?? '') && isOpenSlot(view, slot);
  return tickets.arrived.has(slot) && isHere ? teamName(view, tickets.arrivedFrom[slot] ?? '') : null;
}

function viewFilter(view: View, wanted: TicketFilter['view']): (slot: number) => boolean {
  const { tickets } = view.rows.indexes;
  const { agentId, teamIds } = view.actor;
  switch (wanted) {
    case 'mine':
      return (slot) => tickets.assigneeId[slot] === agentId && isOpenSlot(view, slot);
    case 'team': {
      const teams = new Set<Id | undefined>(teamIds);
      return (slot) => teams.has(tickets.scope[slot]) && isOpenSlot(view, slot);
    }
    case 'unassigned':
      return (slot) => tickets.assigneeId[slot] === null && isOpenSlot(view, slot);
    case 'solved':
      return (slot) => !isOpenSlot(view, slot);
  }
}

/** Every word is somewhere in subject, contact or reference. */
function textFilter(view: View, text: string): (slot: number) => boolean {
  const wanted = words(text);
  if (wanted.length === 0) return () => true;
  const { tickets, contacts } = view.rows.indexes;
  return (slot) => {
    const subject = (tickets.folded[slot] ??= fold(tickets.subject[slot] ?? ''));
    const contactId = tickets.contactId[slot] ?? null;
    const contactSlot = contactId === null ? undefined : contacts.find(contactId);
    const contact = contactSlot === undefined ? '' : (contacts.haystack[contactSlot] ?? '');
    const reference = `#${tickets.reference[slot] ?? 0}`;
    return wanted.every((word) => subject.includes(word) || contact.includes(word) || reference.includes(word));
  };
}

export function isOpenSlot(view: View, slot: number): boolean {
  return openStates[view.rows.indexes.tickets.state[slot] ?? -1] === true;
}

/** Rank before time in one number: 2^43 milliseconds reach the year 2248. */
function mostUrgentFirst(view: View, slot: number): number {
  const { tickets } = view.rows.indexes;
  return (tickets.rank[slot] ?? 0) * 2 ** 43 + (tickets.updatedAt[slot] ?? 0);
}

function newestFirst(view: View, slot: number): number {
  return -(view.rows.indexes.tickets.updatedAt[slot] ?? 0);
}

/** The first `limit` by key, then id. Sorting the bare numbers finds the limit far faster than a comparison of all slots. */
function smallest(
  slots: readonly number[],
  limit: number,
  key: (slot: number) => number,
  ids: readonly (Id | null)[],
): number[] {
  const keys = Float64Array.from(slots, key);
  const last = limit < keys.length ? (keys.toSorted()[Math.max(0, limit - 1)] ?? Infinity) : Infinity;
  const candidates: { slot: number; key: number }[] = [];
  slots.forEach((slot, place) => {
    const value = keys[place] ?? 0;
    if (value <= last) candidates.push({ slot, key: value });
  });
  return candidates
    .sort((a, b) => a.key - b.key || ((ids[a.slot] ?? '') < (ids[b.slot] ?? '') ? -1 : 1))
    .slice(0, Math.max(0, limit))
    .map(({ slot }) => slot);
}

function priorityOfRank(rank: number): Priority {
  return rank === 0 ? 'major' : (rank as Priority);
}

function instant(millis: number | undefined): string {
  return new Date(millis ?? 0).toISOString();
}

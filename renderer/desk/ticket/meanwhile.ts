import type { Id, Instant } from '../../../domain/ids.ts';
import type { Priority } from '../../../domain/ticket/priority.ts';
import type { TicketState } from '../../../domain/ticket/state.ts';
import { ticketPriority, type TicketFacts } from '../../../domain/ticket/ticket.ts';
import type { TicketView, TimelineItem } from '../../store/contract.ts';
import { idOf, writtenAt } from '../timeline/timeline-item.ts';
import { ticketWords } from './ticket-name.ts';

/** What an agent has seen of a ticket. */
export type Seen = {
  readonly itemIds: ReadonlySet<Id>;
  /** Null: not known, as of a text that lay there since an earlier run. */
  readonly fields: Fields | null;
};

type Fields = {
  readonly subject: string;
  readonly assigneeName: string | null;
  readonly priority: Priority;
};

/** What a colleague did to the ticket meanwhile. */
export type News =
  | { readonly kind: 'note'; readonly name: string; readonly text: string }
  | { readonly kind: 'email' | 'chat'; readonly name: string; readonly correspondent: string; readonly text: string }
  | { readonly kind: 'state'; readonly name: string; readonly to: TicketState }
  | { readonly kind: 'merged'; readonly name: string; readonly into: boolean; readonly subject: string }
  | { readonly kind: 'subject'; readonly subject: string }
  | { readonly kind: 'assignee'; readonly name: string | null }
  | { readonly kind: 'priority'; readonly priority: Priority };

export function seenNow(view: TicketView): Seen {
  return { itemIds: new Set(view.timeline.map(idOf)), fields: fieldsOf(view) };
}

/** What whoever wrote then had seen: all that was there. @param fields as they were then */
export function seenAt(view: TicketView, instant: Instant, fields: Fields | null = null): Seen {
  const before = view.timeline.filter((item) => Date.parse(writtenAt(item)) <= Date.parse(instant));
  return { itemIds: new Set(before.map(idOf)), fields };
}

/** What the agent changes themselves is no news to them. */
export function withOwnChange(seen: Seen, view: TicketView): Seen {
  return view.delivery === 'confirmed' ? seen : { ...seen, fields: fieldsOf(view) };
}

export function newsSince(seen: Seen, view: TicketView, me: Id): readonly News[] {
  const items = view.timeline.filter((item) => !seen.itemIds.has(idOf(item))).flatMap((item) => newsOf(item, me));
  return [...items, ...(seen.fields === null ? [] : changedFields(seen.fields, fieldsOf(view)))];
}

function newsOf(item: TimelineItem, me: Id): News[] {
  // A call takes nothing back of what a note says, and questions have a strip of their own.
  if (item.kind !== 'entry' || item.entry.authorId === me) return [];
  const { entry, authorName: name } = item;
  if (entry.kind === 'note') return [{ kind: 'note', name, text: entry.text }];
  if (entry.kind === 'email' || entry.kind === 'chat')
    return [{ kind: entry.kind, name, correspondent: entry.correspondent, text: entry.text }];
  if (entry.kind === 'merge')
    return [{ kind: 'merged', name, into: entry.direction === 'into', subject: ticketWords(entry) }];
  return entry.kind === 'state' ? [{ kind: 'state', name, to: entry.to }] : [];
}

function changedFields(before: Fields, now: Fields): News[] {
  return [
    ...(before.subject === now.subject ? [] : [{ kind: 'subject' as const, subject: now.subject }]),
    ...(before.assigneeName === now.assigneeName ? [] : [{ kind: 'assignee' as const, name: now.assigneeName }]),
    ...(before.priority === now.priority ? [] : [{ kind: 'priority' as const, priority: now.priority }]),
  ];
}

function fieldsOf({ ticket, assignee }: Pick<TicketView, 'ticket' | 'assignee'>): Fields {
  return fieldsWith(ticket, assignee?.name ?? null);
}

export function fieldsWith(facts: TicketFacts, assigneeName: string | null): Fields {
  return { subject: facts.subject, assigneeName, priority: ticketPriority(facts) };
}

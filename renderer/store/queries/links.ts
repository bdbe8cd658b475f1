import { LinkKind } from '../../../domain/ticket/link.ts';
import type { Id } from '../../../domain/ids.ts';
import type { LinkView, MajorView, OutlineView, TicketLinks } from '../contract.ts';
import { majorsElsewhere, outlineOf } from './outlines.ts';
import { isOpenSlot, openTicketLines, ticketLine } from './tickets.ts';
import type { View } from './view.ts';

const childPlace = LinkKind.options.indexOf('child');

/** Lines of a parent's open children. */
const shownChildren = 6;

/** What a ticket is linked to, as far as it is on this machine. */
export function ticketLinks(view: View, id: Id): TicketLinks {
  const { tickets } = view.rows.indexes;
  const own = tickets.find(id);
  const links: LinkView[] = [];
  let parentElsewhere: OutlineView | null = null;
  for (const [kind, ticketId] of own === undefined ? [] : (tickets.links[own] ?? [])) {
    const slot = tickets.isVisible(ticketId) ? tickets.find(ticketId) : undefined;
    if (slot !== undefined) links.push({ kind: kindOf(kind), out: true, line: ticketLine(view, slot) });
    else if (kind === childPlace) parentElsewhere = outlineOf(view, ticketId);
  }
  for (const slot of new Set(tickets.byTarget.get(id))) {
    for (const [kind, ticketId] of tickets.links[slot] ?? []) {
      if (ticketId !== id || kind === childPlace) continue;
      links.push({ kind: kindOf(kind), out: false, line: ticketLine(view, slot) });
    }
  }
  const children = childrenOf(view, id);
  const open = children.filter((slot) => isOpenSlot(view, slot));
  return {
    links,
    parentElsewhere,
    children: {
      total: children.length,
      lines: openTicketLines(view, open).slice(0, shownChildren),
      openIds: tickets.visibleIds(open).sort(),
    },
  };
}

export function majorViews(view: View): MajorView[] {
  const { tickets } = view.rows.indexes;
  return [...tickets.majors]
    .filter((slot) => isOpenSlot(view, slot))
    .sort((a, b) => (tickets.createdAt[b] ?? 0) - (tickets.createdAt[a] ?? 0) || b - a)
    .map((slot) => ({ line: ticketLine(view, slot), children: childrenOf(view, tickets.ids[slot] ?? '').length }));
}

/** Major incidents of other teams that tickets on this machine are attached to. */
export function attachedMajors(view: View): OutlineView[] {
  return majorsElsewhere(view, (id) => childrenOf(view, id).length > 0);
}

function childrenOf(view: View, id: Id): number[] {
  const { tickets } = view.rows.indexes;
  return [...new Set(tickets.byTarget.get(id))].filter(
    (slot) => tickets.links[slot]?.some(([kind, ticketId]) => kind === childPlace && ticketId === id) === true,
  );
}

function kindOf(place: number): LinkKind {
  return LinkKind.options[place] ?? 'related';
}

import type { Outline } from '../../../domain/ticket/outline.ts';
import { isOpen } from '../../../domain/ticket/state.ts';
import type { Id } from '../../../domain/ids.ts';
import type { OutlineView } from '../contract.ts';
import { agentName, teamName, type View } from './view.ts';

/** Tickets that this agent follows and that are not on this machine: their outlines are their own rows. */
export function followedViews(view: View): OutlineView[] {
  return elsewhere(view)
    .filter(({ scope }) => scope === view.actor.agentId)
    .sort((a, b) => Number(isOpen(b.state)) - Number(isOpen(a.state)) || lastChangedFirst(a, b))
    .map((outline) => outlineView(view, outline));
}

/** @param hasChildren whether tickets on this machine are attached to it */
export function majorsElsewhere(view: View, hasChildren: (id: Id) => boolean): OutlineView[] {
  return elsewhere(view)
    .filter(({ scope, ticketId, major, state }) => {
      const isTeams = scope !== view.actor.agentId;
      return isTeams && major && isOpen(state) && hasChildren(ticketId);
    })
    .sort(lastChangedFirst)
    .map((outline) => outlineView(view, outline))
    .filter(({ outline }, place, all) => all.findIndex((each) => each.outline.ticketId === outline.ticketId) === place);
}

export function outlineOf(view: View, ticketId: Id): OutlineView | null {
  const outline = elsewhere(view).find((each) => each.ticketId === ticketId);
  return outline === undefined ? null : outlineView(view, outline);
}

function elsewhere(view: View): Outline[] {
  const { outlines, tickets } = view.rows.indexes;
  return [...outlines.rows.values()].filter(({ ticketId }) => !tickets.isVisible(ticketId));
}

function lastChangedFirst(a: Outline, b: Outline): number {
  return Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? -1 : 1);
}

function outlineView(view: View, outline: Outline): OutlineView {
  return {
    outline,
    teamName: teamName(view, outline.teamId),
    assigneeName: outline.assigneeId === null ? null : agentName(view, outline.assigneeId),
    delivery: view.rows.delivery('outlines', outline.id),
  };
}

import { isOpen } from '../../../domain/ticket/state.ts';
import type { FollowedView } from '../contract.ts';
import { agentName, teamName, type View } from './view.ts';

/** Tickets that this agent follows and that are not on this machine: their outlines are their own rows. */
export function followedViews(view: View): FollowedView[] {
  const { outlines, tickets } = view.rows.indexes;
  return [...outlines.rows.values()]
    .filter(({ scope, ticketId }) => scope === view.actor.agentId && !tickets.isVisible(ticketId))
    .sort(
      (a, b) =>
        Number(isOpen(b.state)) - Number(isOpen(a.state)) ||
        Date.parse(b.at) - Date.parse(a.at) ||
        (a.id < b.id ? -1 : 1),
    )
    .map((outline) => ({
      outline,
      teamName: teamName(view, outline.teamId),
      assigneeName: outline.assigneeId === null ? null : agentName(view, outline.assigneeId),
      delivery: view.rows.delivery('outlines', outline.id),
    }));
}

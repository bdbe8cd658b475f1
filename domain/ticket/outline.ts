import { v5 } from 'uuid';
import { z } from 'zod';
import { Id, Instant } from '../ids.ts';
import type { Actor, Transaction } from '../mutation/transaction.ts';
import { readableScopes, rowFields, trashScope } from '../row.ts';
import { TicketState } from './state.ts';
import type { Ticket } from './ticket.ts';

/**
 * What of a ticket may be seen outside the team that works on it: enough to tell a customer who asks how it stands. It lives in the scope
 * of whoever may see it, so that the rights stay with the scopes: an agent's own, where they follow the ticket, and a team's, where tickets of
 * that team are its children, as those of a major incident are.
 */
export const Outline = z.looseObject({
  ...rowFields,
  ticketId: Id,
  reference: z.int().positive().nullable(),
  subject: z.string().max(200),
  state: TicketState,
  major: z.boolean(),
  /** Who works on it. */
  teamId: Id,
  assigneeId: Id.nullable(),
  /** When any of this last changed. */
  at: Instant,
});
export type Outline = z.infer<typeof Outline>;

/** The same wherever it is made. */
export function outlineId(ticketId: Id, scope: Id): Id {
  return v5(`outline ${ticketId}`, scope);
}

/** Where outlines of the ticket stand. */
export function outlineScopes(ticket: Ticket): readonly Id[] {
  return [...(ticket.followers ?? []), ...(ticket.childTeams ?? [])].sort();
}

/**
 * Runs `work`, and then brings the outlines of the tickets that it changed up to date. A desk keeps those alone that it shows; the
 * server keeps them all.
 */
export async function withOutlines<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const changed = new Map<Id, Ticket>();
  const done = await work({
    actor: tx.actor,
    at: tx.at,
    isFinal: tx.isFinal,
    get: (table, id) => tx.get(table, id),
    put: async (table, row) => {
      await tx.put(table, row);
      if (table === 'tickets') changed.set(row.id, row as Ticket);
    },
    ofTicket: (ticketId) => tx.ofTicket(ticketId),
    linkedTo: (ticketId) => tx.linkedTo(ticketId),
    audit: (action, subject, detail) => tx.audit(action, subject, detail),
    nextTicketReference: () => tx.nextTicketReference(),
  });
  for (const ticket of changed.values())
    for (const scope of outlineScopes(ticket)) if (isKeptHere(tx, scope)) await outline(tx, ticket, scope);
  return done;
}

/** Takes the outline of a ticket away from whoever saw it. */
export async function dropOutline(tx: Transaction, ticketId: Id, scope: Id): Promise<void> {
  if (!isKeptHere(tx, scope)) return;
  const standing = await tx.get('outlines', outlineId(ticketId, scope));
  if (standing === undefined || standing.scope === trashScope) return;
  await tx.put('outlines', { ...standing, scope: trashScope });
}

async function outline(tx: Transaction, ticket: Ticket, scope: Id): Promise<void> {
  const id = outlineId(ticket.id, scope);
  const { reference, subject, state, major, assigneeId } = ticket;
  const isDeleted = ticket.scope === trashScope;
  const before = await tx.get('outlines', id);
  const next: Outline = {
    id,
    scope: isDeleted ? trashScope : scope,
    ticketId: ticket.id,
    ...{ reference, subject, state, major, assigneeId },
    teamId: ticket.deletedFrom ?? ticket.scope,
    at: before?.at ?? tx.at,
  };
  if (before === undefined || !isSame(before, next)) await tx.put('outlines', { ...next, at: tx.at });
}

function isSame(before: Outline, next: Outline): boolean {
  return Object.keys(next).every((field) => before[field] === next[field]);
}

function isKeptHere({ isFinal, actor }: { readonly isFinal: boolean; readonly actor: Actor }, scope: Id): boolean {
  return isFinal || readableScopes({ id: actor.agentId, teamIds: actor.teamIds }).includes(scope);
}

import type { Id } from '../ids.ts';
import type { Transaction } from '../mutation/transaction.ts';
import { trashScope } from '../row.ts';
import { dropOutline } from './outline.ts';
import type { Ticket } from './ticket.ts';

/**
 * The ticket with the teams whose tickets are its children: they see how it stands by an outline. Only the server knows them all; a desk
 * leaves it to the server.
 */
export async function withChildTeams(tx: Transaction, parent: Ticket): Promise<Ticket> {
  if (!tx.isFinal) return parent;
  const children = (await tx.linkedTo(parent.id)).filter(({ links }) => isChildOf(links, parent.id));
  const teams = new Set(children.map(({ scope }) => scope));
  for (const scope of [parent.scope, trashScope]) teams.delete(scope);
  const before = parent.childTeams ?? [];
  for (const gone of before) if (!teams.has(gone)) await dropOutline(tx, parent.id, gone);
  const same = before.length === teams.size && before.every((scope) => teams.has(scope));
  return same ? parent : { ...parent, childTeams: [...teams].sort() };
}

/** What a ticket that came into another team is a child of: that team sees it, and the one before no longer, if it has no other child. */
export async function tellParent(tx: Transaction, { links }: Ticket): Promise<void> {
  const parentId = links?.find(({ kind }) => kind === 'child')?.ticketId;
  const parent = parentId === undefined || !tx.isFinal ? undefined : await tx.get('tickets', parentId);
  if (parent === undefined) return;
  const told = await withChildTeams(tx, parent);
  if (told !== parent) await tx.put('tickets', told);
}

function isChildOf(links: Ticket['links'], parentId: Id): boolean {
  return links?.some(({ kind, ticketId }) => kind === 'child' && ticketId === parentId) ?? false;
}

import { v5 } from 'uuid';
import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation, mayActIn } from '../mutation/define.ts';
import { applied, type Actor, type Transaction } from '../mutation/transaction.ts';
import { trashScope } from '../row.ts';
import { isSingle, LinkKind, mostChildrenAtOnce, mostLinks } from './link.ts';
import type { Entry } from '../timeline/entry.ts';
import { tellParent } from './child-teams.ts';
import { isOpen } from './state.ts';
import { revised } from './revision.ts';
import { standingTicket } from './standing.ts';
import { ticketToChange, ticketToWriteTo } from './to-change.ts';
import type { Ticket } from './ticket.ts';

const args = z.object({
  /** The ticket that is a child or a duplicate, or that has to do with the other. */
  id: Id,
  toId: Id,
  kind: LinkKind,
  /** Of the entry in its timeline, and seed of the other's. */
  entryId: Id,
});

/** A second parent, or a second original, takes the place of the first. */
export const ticketLink = defineMutation({
  args,
  run: async (tx, { kind, entryId, ...named }) => {
    // Of those that were merged into others, the others.
    const ticket = await ticketToWriteTo(tx, named.id);
    const other = await ticketToWriteTo(tx, named.toId);
    const [id, toId] = [ticket.id, other.id];
    const links = ticket.links ?? [];
    if (links.some((link) => link.ticketId === toId && link.kind === kind)) return applied;
    if (isSingle(kind)) await requireNoCircle(tx, ticket, other, kind);
    else if (id === toId) throw new CodedError('MUTATION_TRANSITION_REFUSED', 'a ticket and itself');
    else if (other.links?.some((link) => link.ticketId === id && link.kind === kind) === true) return applied;
    const others = isSingle(kind) ? links.filter((link) => link.kind !== kind) : links;
    if (others.length === mostLinks) throw new CodedError('MUTATION_TRANSITION_REFUSED', `${mostLinks} links`);
    await tx.put('tickets', { ...ticket, links: [...others, { ticketId: toId, kind }], updatedAt: tx.at });
    if (kind === 'child') await seenBy(tx, other, ticket.scope);
    await record(tx, { ticket, other, kind, entryId, event: 'linked' });
    return applied;
  },
});

export const ticketUnlink = defineMutation({
  args,
  run: async (tx, { id, toId, kind, entryId }) => {
    // Of those that were merged into others, the others, which have the links.
    const ticket = await ticketToWriteTo(tx, id);
    const links = ticket.links ?? [];
    // The other one may be gone by now.
    const named = await tx.get('tickets', toId);
    const other = named === undefined ? undefined : await standingTicket(tx, toId).catch(() => named);
    const rest = links.filter((link) => link.ticketId !== (other?.id ?? toId) || link.kind !== kind);
    if (rest.length === links.length) return applied;
    await tx.put('tickets', { ...ticket, links: rest, updatedAt: tx.at });
    if (kind === 'child') await tellParent(tx, { ...ticket, links });
    await record(tx, { ticket, other, kind, entryId, event: 'unlinked', toId });
    return applied;
  },
});

/** One answer for all: solves these children of a ticket with the same note. Those that are solved, or no children any more, stay as they are. */
export const ticketSolveChildren = defineMutation({
  args: z.object({
    id: Id,
    childIds: z.array(Id).min(1).max(mostChildrenAtOnce),
    /** Seed of the ids of the entries in their timelines. */
    entryId: Id,
    /** The note; empty for none. */
    text: z.string().trim().max(20_000),
  }),
  run: async (tx, { id, childIds, entryId, text }) => {
    const parent = await ticketToWriteTo(tx, id);
    for (const childId of childIds) {
      const child = await ticketToChange(tx, childId);
      const isChild = child.links?.some((link) => link.ticketId === parent.id && link.kind === 'child') ?? false;
      if (!isChild || !isOpen(child.state)) continue;
      const entry = { scope: child.scope, ticketId: childId, authorId: tx.actor.agentId, at: tx.at };
      if (text !== '') await putNew(tx, { ...entry, kind: 'note', id: v5(`note ${childId}`, entryId), text });
      await putNew(tx, {
        ...entry,
        kind: 'state',
        id: v5(`state ${childId}`, entryId),
        from: child.state,
        to: 'solved',
      });
      await tx.put('tickets', {
        ...revised(child, tx),
        state: 'solved',
        pendingReason: null,
        remindAt: null,
        updatedAt: tx.at,
      });
    }
    return applied;
  },
});

/** Nothing is, over others, a child or a duplicate of itself. */
async function requireNoCircle(tx: Transaction, ticket: Ticket, other: Ticket, kind: LinkKind): Promise<void> {
  const passed = new Set([ticket.id]);
  for (let at: Ticket | undefined = other; at !== undefined;) {
    if (passed.has(at.id)) throw new CodedError('MUTATION_TRANSITION_REFUSED', `a circle of ${kind}`);
    passed.add(at.id);
    const next: Id | undefined = at.links?.find((link) => link.kind === kind)?.ticketId;
    at = next === undefined ? undefined : await tx.get('tickets', next);
  }
}

/** A parent of another team: the child's team sees how it stands. */
async function seenBy(tx: Transaction, parent: Ticket, team: Id): Promise<void> {
  if (!tx.isFinal || parent.scope === team || parent.childTeams?.includes(team) === true) return;
  await tx.put('tickets', { ...parent, childTeams: [...(parent.childTeams ?? []), team].sort() });
}

type Linked = {
  readonly ticket: Ticket;
  readonly other: Ticket | undefined;
  readonly kind: LinkKind;
  readonly entryId: Id;
  readonly event: 'linked' | 'unlinked';
  readonly toId?: Id;
};

/** Told in both timelines; in a parent's not, which would be a list of its children. */
async function record(tx: Transaction, { ticket, other, kind, entryId, event, toId }: Linked): Promise<void> {
  const entry = { kind: 'link' as const, authorId: tx.actor.agentId, at: tx.at, link: kind, event };
  await putNew(tx, {
    ...entry,
    id: entryId,
    scope: ticket.scope,
    ticketId: ticket.id,
    side: 'from',
    otherId: other?.id ?? toId ?? ticket.id,
    reference: other?.reference ?? null,
  });
  if (other === undefined || kind === 'child' || !mayWriteIn(tx.actor, other)) return;
  await putNew(tx, {
    ...entry,
    id: v5('other', entryId),
    scope: other.scope,
    ticketId: other.id,
    side: 'to',
    otherId: ticket.id,
    reference: ticket.reference,
  });
}

/** What is unlinked may have gone to another team since, or been deleted: nothing is written there. */
function mayWriteIn(actor: Actor, { scope }: Ticket): boolean {
  return scope !== trashScope && mayActIn(actor, scope);
}

async function putNew(tx: Transaction, entry: Entry): Promise<void> {
  if ((await tx.get('entries', entry.id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', entry.id);
  await tx.put('entries', entry);
}

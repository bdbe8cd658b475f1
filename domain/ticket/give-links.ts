import type { Id } from '../ids.ts';
import type { Transaction } from '../mutation/transaction.ts';
import { isSingle, mostLinks, type LinkKind, type TicketLink } from './link.ts';
import type { Ticket } from './ticket.ts';

/**
 * Gives the links of a ticket to the one that it is merged into, and points those of others at it: its children follow. What the other has
 * already stands; a link that would lead back to itself goes. Returns the other one as it is then, which its caller writes.
 */
export async function giveLinks(tx: Transaction, source: Ticket, target: Ticket): Promise<Ticket> {
  const links = (target.links ?? []).filter(({ ticketId }) => ticketId !== source.id);
  const ends = new Set([source.id, target.id]);
  for (const link of source.links ?? []) {
    if (links.length === mostLinks) break;
    const { ticketId, kind } = link;
    const isThere = links.some((own) => own.kind === kind && (isSingle(kind) || own.ticketId === ticketId));
    if (ends.has(ticketId) || isThere || (isSingle(kind) && (await leadsTo(tx, ticketId, ends, kind)))) continue;
    links.push(link);
  }
  const next = links.length === 0 && target.links === undefined ? target : { ...target, links };
  for (const other of await tx.linkedTo(source.id)) {
    if (other.id === target.id || other.id === source.id) continue;
    await tx.put('tickets', { ...other, links: await pointedAt(tx, other, source.id, next) });
  }
  return next;
}

async function pointedAt(tx: Transaction, other: Ticket, sourceId: Id, target: Ticket): Promise<TicketLink[]> {
  const links: TicketLink[] = [];
  for (const link of other.links ?? []) {
    const { kind } = link;
    const moved = link.ticketId === sourceId;
    const ticketId = moved ? target.id : link.ticketId;
    const isThere = links.some((own) => own.kind === kind && own.ticketId === ticketId);
    if (isThere || (moved && (await isBack(tx, other.id, target, kind)))) continue;
    links.push({ ...link, ticketId });
  }
  return links;
}

/** The other way round the same is said already, or a child would be over its own parent. */
async function isBack(tx: Transaction, id: Id, target: Ticket, kind: LinkKind): Promise<boolean> {
  const own = target.links?.find((link) => link.kind === kind && (isSingle(kind) || link.ticketId === id));
  if (own === undefined) return false;
  return isSingle(kind) ? await leadsTo(tx, own.ticketId, new Set([id]), kind) : true;
}

/** Whether one comes from a ticket to one of these, by its links of this kind. */
async function leadsTo(tx: Transaction, from: Id, ends: ReadonlySet<Id>, kind: LinkKind): Promise<boolean> {
  const passed = new Set<Id>();
  for (let at: Id | undefined = from; at !== undefined && !passed.has(at);) {
    if (ends.has(at)) return true;
    passed.add(at);
    const ticket: Ticket | undefined = await tx.get('tickets', at);
    at = ticket?.links?.find((link) => link.kind === kind)?.ticketId;
  }
  return false;
}

import { z } from 'zod';
import { Id } from '../ids.ts';
import { defineMutation, requireRow, requireScope, requireSupervisor } from '../mutation/define.ts';
import { applied, type Transaction } from '../mutation/transaction.ts';
import { trashScope } from '../row.ts';
import type { TicketRow } from './belongings.ts';

/**
 * Takes a ticket away from everybody, with what was written and promised in it. It stays where nobody reads, so that it can be restored
 * until retention removes it; the reason is kept in the audit trail. What is written to it from then on is refused, and its author has
 * the words back. Calls were had, and stay.
 */
export const ticketDelete = defineMutation({
  args: z.object({ id: Id, reason: z.string().trim().min(1).max(500) }),
  run: async (tx, args) => {
    requireSupervisor(tx.actor);
    const ticket = requireRow(await tx.get('tickets', args.id), `ticket ${args.id}`);
    if (ticket.scope === trashScope) return applied;
    requireScope(tx.actor, ticket.scope);
    for (const belonging of await goingAlong(tx, args.id)) {
      const { scope } = belonging.row;
      if (scope !== trashScope)
        await tx.put(belonging.table, { ...belonging.row, scope: trashScope, deletedFrom: scope });
    }
    await tx.put('tickets', {
      ...ticket,
      scope: trashScope,
      deletedFrom: ticket.scope,
      deletedAt: tx.at,
      deletedBy: tx.actor.agentId,
    });
    tx.audit('ticket.delete', ticket.id, { reason: args.reason });
    return applied;
  },
});

/** Puts a deleted ticket back where it was. A desk does not have it, and waits for the server's. */
export const ticketRestore = defineMutation({
  args: z.object({ id: Id }),
  run: async (tx, args) => {
    requireSupervisor(tx.actor);
    const found = await tx.get('tickets', args.id);
    if (found === undefined && !tx.isFinal) return applied;
    const { deletedFrom, deletedAt, deletedBy, ...ticket } = requireRow(found, `ticket ${args.id}`);
    if (deletedFrom === undefined || deletedAt === undefined || deletedBy === undefined) return applied;
    for (const { table, row } of await goingAlong(tx, args.id)) {
      const { deletedFrom: from, ...kept } = row;
      if (row.scope === trashScope && from !== undefined) await tx.put(table, { ...kept, scope: from });
    }
    await tx.put('tickets', { ...ticket, scope: deletedFrom, updatedAt: tx.at });
    tx.audit('ticket.restore', ticket.id, {});
    return applied;
  },
});

async function goingAlong(tx: Transaction, ticketId: Id): Promise<readonly TicketRow[]> {
  return (await tx.ofTicket(ticketId)).filter(({ table }) => table !== 'calls');
}

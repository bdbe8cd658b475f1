import { CodedError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import type { Actor } from '../../../domain/mutation/transaction.ts';
import type { Row } from '../../../domain/tables.ts';
import type { PendingRecord, QueuedMutation } from '../database/records.ts';
import { rowKey, splitKey, type RowKey } from '../rows/row-key.ts';
import { StagedTransaction, type Underneath } from './staged-transaction.ts';

/** A row with pending mutations on top, and which wrote it. */
export type PendingRow = { readonly row: Row; readonly by: readonly Id[] };
export type PendingRows = ReadonlyMap<RowKey, PendingRow>;

/** Runs one mutation on top of `pending`. Throws what the mutation refuses with; `pending` is not changed. */
export async function runOnTop(
  mutation: QueuedMutation,
  actor: Actor,
  pending: PendingRows,
  base: Underneath,
): Promise<Map<RowKey, PendingRow>> {
  const tx = new StagedTransaction(actor, mutation.at, {
    read: async (table, id) => pending.get(rowKey(table, id))?.row ?? (await base.read(table, id)),
    nearTicket: (ticketId) => [...base.nearTicket(ticketId), ...pending.keys()],
  });
  await runMutation(tx, mutation.name, mutation.args);
  const written = new Map<RowKey, PendingRow>();
  for (const [key, row] of tx.written) {
    const before = pending.get(key)?.by ?? [];
    written.set(key, { row, by: before.includes(mutation.id) ? before : [...before, mutation.id] });
  }
  return written;
}

/**
 * Runs the whole queue again on what the server sent. A mutation that no longer runs here (its ticket went to another team, say)
 * shows no effect but stays in the queue: only the server refuses for good.
 */
export async function rebase(
  queue: readonly QueuedMutation[],
  actor: Actor,
  base: Underneath,
): Promise<Map<RowKey, PendingRow>> {
  const pending = new Map<RowKey, PendingRow>();
  for (const mutation of queue) {
    try {
      for (const [key, row] of await runOnTop(mutation, actor, pending, base)) pending.set(key, row);
    } catch (error) {
      if (error instanceof CodedError && error.code.startsWith('STORE_')) throw error;
    }
  }
  return pending;
}

export function pendingRecord([key, { row, by }]: [RowKey, PendingRow]): PendingRecord {
  const [table, id] = splitKey(key);
  return { table, id, row, by };
}

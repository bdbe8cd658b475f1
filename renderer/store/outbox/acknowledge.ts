import type { Id } from '../../../domain/ids.ts';
import type { MutationResult, PullReply } from '../../../domain/wire/sync.ts';
import type { ConfirmedMutation, QueuedMutation, RefusedRecord } from '../database/records.ts';
import { splitKey } from '../rows/row-key.ts';
import type { PendingRows } from './rebase.ts';

export type Acknowledged = {
  /** What the server has not confirmed yet. */
  readonly queue: readonly QueuedMutation[];
  /** Rejected, or a conflict whose loser is to be told. */
  readonly refused: readonly RefusedRecord[];
  readonly confirmed: readonly ConfirmedMutation[];
};

/** Sorts the queue by the server's word: what is through, what was refused, what still waits. */
export function settleAcknowledged(
  queue: readonly QueuedMutation[],
  pending: PendingRows,
  reply: Pick<PullReply, 'lastSeq' | 'results'>,
  now: number,
  /** `count`: of those that were confirmed before. */
  { clientId, count }: { readonly clientId: Id; readonly count: number },
): Acknowledged {
  const results = new Map(reply.results.map((result) => [result.id, result]));
  const waiting: QueuedMutation[] = [];
  const refused: RefusedRecord[] = [];
  const confirmed: ConfirmedMutation[] = [];
  for (const mutation of queue) {
    const result = results.get(mutation.id);
    if (mutation.seq > reply.lastSeq) {
      waiting.push(mutation);
      continue;
    }
    if (result?.outcome !== 'rejected') {
      confirmed.push({ ...mutation, confirmedAt: now, no: count + confirmed.length });
    }
    if (result !== undefined && result.outcome !== 'applied')
      refused.push(refusedRecord(mutation, pending, result, clientId));
  }
  return { queue: waiting, refused, confirmed };
}

function refusedRecord(
  mutation: QueuedMutation,
  pending: PendingRows,
  result: MutationResult,
  clientId: Id,
): RefusedRecord {
  const touched = [...pending].filter(([, { by }]) => by.includes(mutation.id));
  return {
    id: mutation.id,
    name: mutation.name,
    args: mutation.args,
    at: mutation.at,
    result,
    touched: touched.map(([key]) => key),
    rows: result.outcome === 'rejected' ? touched.map(([key, { row }]) => ({ table: splitKey(key)[0], row })) : [],
    from: { clientId, seq: mutation.seq },
  };
}

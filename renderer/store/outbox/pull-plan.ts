import type { Agent } from '../../../domain/agent/agent.ts';
import type { Actor } from '../../../domain/mutation/transaction.ts';
import type { Row } from '../../../domain/tables.ts';
import type { PulledPage } from '../../../domain/wire/pull-lines.ts';
import type { PullRequest } from '../../../domain/wire/sync.ts';
import type { Writes } from '../database/database.ts';
import { mergeWrites } from '../database/merge-writes.ts';
import type { Meta, QueuedMutation, RefusedRecord } from '../database/records.ts';
import { dropOlder, settleChanges, type BasePlan } from '../rows/base-plan.ts';
import type { BaseRows } from '../rows/base-rows.ts';
import type { Indexes } from '../rows/indexes.ts';
import { splitKey, type RowKey } from '../rows/row-key.ts';
import type { PackedRows, Settled } from '../rows/settled.ts';
import { settleAcknowledged, type Acknowledged } from './acknowledge.ts';
import { nearTicket } from './near-ticket.ts';
import { pendingRecord, rebase, type PendingRow, type PendingRows } from './rebase.ts';
import type { Underneath } from './staged-transaction.ts';

/** Where the replica stands when a page of the server's rows arrives. */
export type PullState = {
  readonly meta: Meta;
  readonly queue: readonly QueuedMutation[];
  readonly pending: PendingRows;
  readonly actor: Actor;
  readonly indexes: Indexes;
  readonly base: BaseRows;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
};

/** What becomes of all of it, ready to be committed in one transaction and then taken over in memory. */
export type PullPlan = {
  readonly meta: Meta;
  readonly queue: readonly QueuedMutation[];
  readonly pending: PendingRows;
  readonly refused: readonly RefusedRecord[];
  readonly base: BasePlan;
  readonly writes: Writes;
  /** Rows that may look different, and what the server's row is by then. */
  readonly shown: Iterable<RowKey>;
  readonly below: (key: RowKey) => Row | null | undefined;
  /** Besides these, whole pages that are shown as they are, but for rows that are among `apart`. */
  readonly packed: readonly PackedRows[];
  readonly apart: ReadonlySet<RowKey>;
};

/** Takes a page of the server's rows, settles what it confirms and refuses, and runs the rest of the queue again on top. */
export async function planPull(state: PullState, request: PullRequest, reply: PulledPage): Promise<PullPlan> {
  const { indexes, base } = state;
  // A bootstrap replaces the rows one by one and drops what did not come again at its end: nothing flickers meanwhile.
  const bootstrapFrom = request.cursor === null ? base.nextNo : state.meta.bootstrapFrom;
  const settled = base.settled();
  settleChanges(settled, indexes, reply.resetScopes, reply.changes);
  if (bootstrapFrom !== null && !reply.more) dropOlder(indexes, bootstrapFrom, settled);
  const basePlan = base.plan(bootstrapFrom === null ? 'change' : 'bootstrap', settled);

  const acknowledged = acknowledge(state, reply);
  const pending = await rebase(
    acknowledged?.queue ?? state.queue,
    actorThen(state.actor, settled),
    readThrough(state, settled),
  );
  // What was shown as pending and no longer is shows the server's row again.
  const revealed = [...state.pending.keys()].filter((key) => !pending.has(key) && !settled.has(key));
  const apart = new Set([...state.pending.keys(), ...pending.keys()]);
  const unchanged = await base.readMany(revealed);
  const below = (key: RowKey) => {
    const row = settled.get(key);
    return row === undefined ? unchanged.get(key) : row;
  };

  const refused = (acknowledged?.refused ?? []).map((record) => ({
    ...record,
    rows: record.rows.filter(
      ({ table, row }) => (below(`${table}/${row.id}`) ?? pending.get(`${table}/${row.id}`)) == null,
    ),
  }));
  const meta: Meta = {
    ...state.meta,
    cursor: reply.cursor,
    complete: state.meta.complete || !reply.more,
    bootstrapFrom: reply.more ? bootstrapFrom : null,
    between: reply.more,
    confirmedSeq: acknowledged === null ? state.meta.confirmedSeq : reply.lastSeq,
    confirmedCount: (state.meta.confirmedCount ?? 0) + (acknowledged?.confirmed.length ?? 0),
  };
  return {
    meta,
    queue: acknowledged?.queue ?? state.queue,
    pending,
    refused,
    base: basePlan,
    writes: mergeWrites(basePlan.writes, queueWrites(state, acknowledged, pending), { put: { meta: [meta], refused } }),
    shown: keysOf(settled, apart),
    below,
    packed: settled.packed,
    apart,
  };
}

/**
 * The effect of a mutation that was sent before under another client id may be on a later page than its result: while rows are
 * still to come nothing is settled (null), and the queue stays whole.
 */
function acknowledge(state: PullState, reply: PulledPage): Acknowledged | null {
  if (reply.more && reply.changes.length > 0) return null;
  const { clientId, confirmedCount: count = 0 } = state.meta;
  return settleAcknowledged(state.queue, state.pending, reply, state.now, { clientId, count });
}

/** Each key once. */
function* keysOf(settled: Settled, apart: ReadonlySet<RowKey>): Generator<RowKey> {
  for (const key of settled.unpackedKeys()) if (!apart.has(key)) yield key;
  yield* apart;
}

/** The agent's teams may come with the same page as the rows of these teams. */
function actorThen(actor: Actor, settled: Settled): Actor {
  const row = settled.get(`agents/${actor.agentId}`) as Agent | null | undefined;
  return row == null ? actor : { agentId: row.id, role: row.role, teamIds: row.teamIds };
}

function readThrough({ base, indexes, pending }: PullState, settled: Settled): Underneath {
  return {
    read: async (table, id) => {
      const row = settled.get(`${table}/${id}`);
      return row === undefined ? await base.read(table, id) : (row ?? undefined);
    },
    nearTicket: (ticketId) => [...nearTicket(indexes, pending, ticketId), ...settled.keys()],
  };
}

function queueWrites(
  state: PullState,
  acknowledged: Acknowledged | null,
  pending: ReadonlyMap<RowKey, PendingRow>,
): Writes {
  const waiting = new Set(acknowledged?.queue ?? state.queue);
  return {
    delete: {
      outbox: state.queue.filter((mutation) => !waiting.has(mutation)).map(({ seq }) => seq),
      pending: [...state.pending.keys()].filter((key) => !pending.has(key)).map(splitKey),
    },
    put: { pending: [...pending].map(pendingRecord), confirmed: acknowledged?.confirmed ?? [] },
  };
}

import { CodedError, type ErrorCode } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { keyOf, type RowKey } from './batch-rows.ts';
import type { ClientRow, PlacedRow, PushRecord } from './storage.ts';

/** What became of a mutation, and the rows that hold its effect. */
export type Outcome = {
  readonly outcome: 'applied' | 'conflict' | 'rejected';
  readonly code: ErrorCode | null;
  readonly fields: readonly string[] | null;
  readonly touched: readonly RowKey[];
};

/** `first`: not known before, under whichever client id. */
export type NumberedOutcome = Outcome & { readonly seq: number; readonly id: Id; readonly first: boolean };

export type LockedClient = {
  /** The highest `seq` that is in the database for good. */
  readonly lastSeq: number;
  /** Those of the given mutations that came before, under this client id or another, by their id. */
  readonly known: Map<Id, Outcome>;
  /** Whether there are webhooks. */
  readonly observed: boolean;
  /** Of the database. */
  readonly epoch: Id;
};

/**
 * Where a client stands, its row locked: two pushes of one client follow each other. Throws `CodedError` SYNC_CLIENT_UNKNOWN
 * for another agent's client, and for one that this database has forgotten (a restored backup).
 */
export function standingOf(client: ClientRow | undefined, agentId: Id, clientId: Id): LockedClient {
  if (client?.agentId !== agentId) throw new CodedError('SYNC_CLIENT_UNKNOWN', clientId);
  return {
    lastSeq: client.lastSeq,
    observed: client.observed,
    epoch: client.epoch,
    known: new Map(client.known.map(({ id, ...outcome }) => [id, { ...outcome, touched: [] }])),
  };
}

/** What became of each mutation, and that the client has come to the last of them. */
export function recordOf(clientId: Id, results: readonly NumberedOutcome[], rows: readonly PlacedRow[]): PushRecord {
  const places = new Map(rows.map(({ table, row, place }) => [keyOf(table, row.id), { scope: row.scope, place }]));
  return {
    clientId,
    results: results.map(({ touched, ...result }) => ({ ...result, places: highestPlaces(touched, places) })),
    lastSeq: results.at(-1)?.seq ?? 0,
  };
}

function highestPlaces(
  touched: readonly RowKey[],
  places: ReadonlyMap<RowKey, { readonly scope: Id; readonly place: number }>,
): Record<Id, number> {
  const highest: Record<Id, number> = {};
  for (const key of touched) {
    const placed = places.get(key);
    if (placed !== undefined) highest[placed.scope] = Math.max(highest[placed.scope] ?? 0, placed.place);
  }
  return highest;
}

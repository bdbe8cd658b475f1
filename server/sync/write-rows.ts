import type { Id } from '../../domain/ids.ts';
import type { Row, TableName } from '../../domain/tables.ts';
import type { Placed, PushRecord, RowStorage } from './storage.ts';

export type RowWrite = {
  readonly table: TableName;
  readonly row: Row;
  /** The scope that the row was in before; undefined for a new row. The row must be locked when it is not new. */
  readonly scopeBefore: Id | undefined;
};

/** The versions of a scope that one transaction gave: those over `after`, `upTo` included. */
export type Span = { readonly after: number; readonly upTo: number };

/**
 * Gives each write its place among the versions that this transaction adds to a scope; a row that leaves a scope leaves an eviction there. `rows` are in
 * the order of the writes.
 */
export function placeRows(writes: readonly RowWrite[]): Placed {
  const counts = new Map<Id, number>();
  const take = (scope: Id): number => {
    const place = (counts.get(scope) ?? 0) + 1;
    counts.set(scope, place);
    return place;
  };
  const rows = writes.map(({ table, row, scopeBefore }) => ({
    table,
    row,
    isNew: scopeBefore === undefined,
    place: take(row.scope),
  }));
  const evictions = writes.flatMap(({ table, row, scopeBefore: scope }) =>
    scope === undefined || scope === row.scope ? [] : [{ table, scope, id: row.id, place: take(scope) }],
  );
  return { counts, rows, evictions };
}

/**
 * Writes rows with their new versions. Returns the versions of every scope that has news, the left ones too.
 *
 * The counters of the scopes are advanced, and so locked until the transaction ends, in sorted order: two writers never wait
 * for each other in a circle, and version order is commit order, so that no commit can slip behind a cursor that was
 * already handed out. This is the last statement of a transaction, so that they are held as short as possible.
 */
export async function writePlaced(
  trx: RowStorage,
  placed: Placed,
  record: PushRecord | null,
): Promise<ReadonlyMap<Id, Span>> {
  const spans = new Map<Id, Span>();
  if (placed.counts.size === 0 && record === null) return spans;
  for (const [scope, upTo] of await trx.write(placed, record)) {
    spans.set(scope, { after: upTo - (placed.counts.get(scope) ?? 0), upTo });
  }
  return spans;
}

/** The same for rows that nobody pushed. */
export async function writeRows(trx: RowStorage, writes: readonly RowWrite[]): Promise<ReadonlyMap<Id, Span>> {
  return await writePlaced(trx, placeRows(writes), null);
}

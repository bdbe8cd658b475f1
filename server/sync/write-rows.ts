import type { Id } from '../../domain/ids.ts';
import type { Row, TableName } from '../../domain/tables.ts';
import type { Placed, RowStorage } from './storage.ts';

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

/** The versions of every scope that has news, the left ones too, from what its counter has come to. */
export function spansOf({ counts }: Placed, versions: ReadonlyMap<Id, number>): ReadonlyMap<Id, Span> {
  return new Map([...versions].map(([scope, upTo]) => [scope, { after: upTo - (counts.get(scope) ?? 0), upTo }]));
}

/**
 * Writes rows, which nobody pushed, with their new versions. Returns the versions of every scope that has news.
 *
 * The counters of the scopes are advanced, and so locked until the transaction ends, in sorted order: two writers never wait
 * for each other in a circle, and version order is commit order, so that no commit can slip behind a cursor that was
 * already handed out. This is the last statement of a transaction, so that they are held as short as possible.
 */
export async function writeRows(trx: RowStorage, writes: readonly RowWrite[]): Promise<ReadonlyMap<Id, Span>> {
  const placed = placeRows(writes);
  return placed.counts.size === 0 ? new Map() : spansOf(placed, await trx.write(placed));
}

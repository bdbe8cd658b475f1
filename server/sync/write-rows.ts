import type { Id } from '../../domain/ids.ts';
import { tableNames, type Row, type TableName } from '../../domain/tables.ts';
import type { RowStorage } from './storage.ts';

export type RowWrite = {
  readonly table: TableName;
  readonly row: Row;
  /** The scope that the row was in before; undefined for a new row. The row must be locked when it is not new. */
  readonly scopeBefore: Id | undefined;
};

/** The versions of a scope that one transaction gave: those over `after`, `upTo` included. */
export type Span = { readonly after: number; readonly upTo: number };

export type WrittenRows = {
  /** The version that each write got in its scope, in the order of the writes. */
  readonly versions: readonly number[];
  /** Of every scope that has news, the left ones too. */
  readonly spans: ReadonlyMap<Id, Span>;
};

/**
 * Writes rows with their new versions; a row that leaves a scope leaves an eviction there.
 *
 * The counters of the scopes are advanced, and so locked until the transaction ends, in sorted order: two writers never wait
 * for each other in a circle, and version order is commit order, so that no commit can slip behind a cursor that was
 * already handed out. They are taken last, to be held as short as possible.
 */
export async function writeRows(trx: RowStorage, writes: readonly RowWrite[]): Promise<WrittenRows> {
  if (writes.length === 0) return { versions: [], spans: new Map() };
  const counts = countsOf(writes);
  const spans = new Map<Id, Span>();
  for (const [scope, upTo] of await trx.advanceCounters(counts)) {
    spans.set(scope, { after: upTo - (counts.get(scope) ?? 0), upTo });
  }
  const next = new Map([...spans].map(([scope, { after }]) => [scope, after]));
  const take = (scope: Id): number => {
    const version = (next.get(scope) ?? 0) + 1;
    next.set(scope, version);
    return version;
  };
  const placed = writes.map((write) => ({ ...write, version: take(write.row.scope) }));
  const evictions = placed.flatMap(({ table, row, scopeBefore: scope }) =>
    scope === undefined || scope === row.scope ? [] : [{ scope, table, id: row.id, version: take(scope) }],
  );
  for (const table of tableNames) {
    const ofTable = placed.filter((write) => write.table === table);
    const [inserted, updated] = [true, false].map((isNew) =>
      ofTable.filter(({ scopeBefore }) => (scopeBefore === undefined) === isNew),
    );
    if (inserted !== undefined && inserted.length > 0) await trx.insertRows(table, inserted);
    if (updated !== undefined && updated.length > 0) await trx.updateRows(table, updated);
  }
  if (evictions.length > 0) await trx.recordEvictions(evictions);
  return { versions: placed.map((write) => write.version), spans };
}

/** How many versions each scope needs. */
function countsOf(writes: readonly RowWrite[]): Map<Id, number> {
  const counts = new Map<Id, number>();
  const count = (scope: Id) => counts.set(scope, (counts.get(scope) ?? 0) + 1);
  for (const { row, scopeBefore } of writes) {
    count(row.scope);
    if (scopeBefore !== undefined && scopeBefore !== row.scope) count(scopeBefore);
  }
  return counts;
}

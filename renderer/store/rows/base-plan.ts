import type { Id } from '../../../domain/ids.ts';
import { tableNames, type Row, type TableName } from '../../../domain/tables.ts';
import type { Change } from '../../../domain/wire/sync.ts';
import type { Key, Writes } from '../database/database.ts';
import type { HeadRecord, HolesRecord, OverlayRecord, PageRecord } from '../database/records.ts';
import { digest, type Digest } from './digest.ts';
import type { Indexes } from './indexes.ts';
import { packHead } from './heads.ts';
import { packPage, pageRows, smallestPage } from './pages.ts';
import { inOverlay } from './table-index.ts';

export type RowKey = `${TableName}/${Id}`;

export function rowKey(table: TableName, id: Id): RowKey {
  return `${table}/${id}`;
}

export function splitKey(key: RowKey): [TableName, Id] {
  return [tableOf(key), key.slice(key.indexOf('/') + 1)];
}

/** Always the same string for a table: a copy of its name, cut from a key, is slower to look its columns up by, which a first sync does for each row. */
export function tableOf(key: RowKey): TableName {
  const name = key.slice(0, key.indexOf('/'));
  return sameNames.get(name) ?? (name as TableName);
}

const sameNames: ReadonlyMap<string, TableName> = new Map(tableNames.map((name) => [name, name]));

/** A change of the server's rows, ready to be committed and then taken over in memory. */
export type BasePlan = {
  /** Each row that changes: what it becomes, null when it goes. */
  readonly rows: ReadonlyMap<RowKey, Row | null>;
  /** Of the rows that go into pages. */
  readonly digests: ReadonlyMap<Row, Digest>;
  /** Those that go into the overlay. */
  readonly overlaid: readonly OverlayRecord[];
  /** In the order of their places. */
  readonly pages: readonly { readonly no: number; readonly table: TableName; readonly rows: readonly Row[] }[];
  readonly holes: ReadonlyMap<number, ReadonlySet<number>>;
  readonly droppedPages: readonly number[];
  readonly clears: boolean;
  readonly writes: Writes;
};

/** What is known of the pages on disk. */
export type PageBook = {
  readonly sizes: ReadonlyMap<number, number>;
  readonly holes: ReadonlyMap<number, ReadonlySet<number>>;
  readonly nextNo: number;
};

/** What becomes of each row when these scopes are dropped and then the changes are taken one after the other. */
export function settleChanges(
  indexes: Indexes,
  droppedScopes: readonly Id[],
  changes: readonly Change[],
): Map<RowKey, Row | null> {
  const rows = new Map<RowKey, Row | null>();
  if (droppedScopes.length > 0) {
    const dropped = new Set<Id | null>(droppedScopes);
    for (const { key, scope } of baseRowsOf(indexes)) if (dropped.has(scope)) rows.set(key, null);
  }
  for (const change of changes) {
    if (change.op === 'put') {
      rows.set(rowKey(change.table, change.row.id), change.row as Row);
      continue;
    }
    // Whichever scope it is held in here: it may be that it went from there to this one between two pages, which only the server saw.
    const key = rowKey(change.table, change.id);
    if (rows.get(key) == null) rows.set(key, null);
  }
  return rows;
}

/** Every row of the server, gone. */
export function settleNothing(indexes: Indexes): Map<RowKey, null> {
  return new Map([...baseRowsOf(indexes)].map(({ key }) => [key, null]));
}

/** At the end of a bootstrap: what lies before its first page and did not come again is gone on the server. */
export function dropOlder(indexes: Indexes, firstPage: number, rows: Map<RowKey, Row | null>): void {
  for (const { key, page } of baseRowsOf(indexes)) if (page < firstPage && !rows.has(key)) rows.set(key, null);
}

function* baseRowsOf(indexes: Indexes): Iterable<{ key: RowKey; scope: Id; page: number }> {
  for (const table of tableNames) {
    const index = indexes.of(table);
    for (let slot = 0; slot < index.end; slot++) {
      const [id, scope, page] = [index.ids[slot], index.baseScope[slot], index.page[slot]];
      if (id != null && scope != null && page !== undefined) yield { key: rowKey(table, id), scope, page };
    }
  }
}

/** `clear`: everything on disk goes first. `bootstrap`: even a few rows go into a page, whose number tells that they are new. */
export type PlanMode = 'change' | 'bootstrap' | 'clear';

/**
 * Where the changed rows go: many of a table into new pages, a few into the overlay. A row lives in one place only; the place
 * it had becomes a hole, and a page of holes goes.
 */
export function planBase(
  indexes: Indexes,
  book: PageBook,
  mode: PlanMode,
  rows: ReadonlyMap<RowKey, Row | null>,
): BasePlan {
  const clears = mode === 'clear';
  const deletedOverlay = new Map<RowKey, Key>();
  const holes = new Map<number, Set<number>>();
  const puts = new Map<TableName, Row[]>();

  for (const [key, row] of rows) {
    const [table, id] = row === null ? splitKey(key) : [tableOf(key), row.id];
    if (row !== null) listOf(puts, table).push(row);
    const index = indexes.of(table);
    const slot = index.find(id);
    const page = slot === undefined ? undefined : index.page[slot];
    if (clears || slot === undefined || page === undefined) continue;
    if (page === inOverlay) deletedOverlay.set(key, [table, id]);
    else if (page > 0) holesOf(holes, book, page).add(index.place[slot] ?? 0);
  }

  const pages: { no: number; table: TableName; rows: readonly Row[] }[] = [];
  const pageRecords: PageRecord[] = [];
  const heads: HeadRecord[] = [];
  const digests = new Map<Row, Digest>();
  const overlay: OverlayRecord[] = [];
  let no = book.nextNo;
  for (const [table, list] of puts) {
    for (let start = 0; start < list.length; start += pageRows) {
      const chunk = list.slice(start, start + pageRows);
      if (chunk.length < smallestPage && mode !== 'bootstrap') {
        for (const row of chunk) {
          overlay.push({ table, id: row.id, row });
          deletedOverlay.delete(rowKey(table, row.id));
        }
        continue;
      }
      pageRecords.push({ no, ...packPage(chunk) });
      const ofChunk = chunk.map((row) => digest(table, row));
      chunk.forEach((row, place) => digests.set(row, ofChunk[place] as Digest));
      heads.push({ no, table, ...packHead(ofChunk) });
      pages.push({ no, table, rows: chunk });
      no++;
    }
  }

  const droppedPages = [...holes]
    .filter(([page, set]) => set.size >= (book.sizes.get(page) ?? 0))
    .map(([page]) => page);
  const keptHoles: HolesRecord[] = [...holes]
    .filter(([page]) => !droppedPages.includes(page))
    .map(([page, set]) => ({ page, places: [...set] }));

  return {
    rows,
    digests,
    overlaid: overlay,
    pages,
    holes,
    droppedPages,
    clears,
    writes: {
      clear: clears ? ['pages', 'heads', 'holes', 'overlay'] : [],
      delete: { pages: droppedPages, heads: droppedPages, holes: droppedPages, overlay: [...deletedOverlay.values()] },
      put: { pages: pageRecords, heads, holes: keptHoles, overlay },
    },
  };
}

function listOf(map: Map<TableName, Row[]>, table: TableName): Row[] {
  const list = map.get(table) ?? [];
  map.set(table, list);
  return list;
}

function holesOf(holes: Map<number, Set<number>>, book: PageBook, page: number): Set<number> {
  const set = holes.get(page) ?? new Set(book.holes.get(page));
  holes.set(page, set);
  return set;
}

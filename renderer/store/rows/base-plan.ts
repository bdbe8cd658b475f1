import type { Id } from '../../../domain/ids.ts';
import { tableNames, type Row, type TableName } from '../../../domain/tables.ts';
import type { Change } from '../../../domain/wire/sync.ts';
import type { Key, Writes } from '../database/database.ts';
import type { HeadRecord, HolesRecord, OverlayRecord, PageRecord } from '../database/records.ts';
import type { Digest } from './digest.ts';
import type { Indexes } from './indexes.ts';
import { packHead } from './heads.ts';
import type { PageSizes } from './pages.ts';
import { rowKey, splitKey, type RowKey } from './row-key.ts';
import { PackedRows, type Settled } from './settled.ts';
import { inOverlay, noBase, type TableIndex } from './table-index.ts';

/** A change of the server's rows, ready to be committed and then taken over in memory. */
export type BasePlan = {
  /** Those that go. */
  readonly gone: ReadonlySet<RowKey>;
  /** Those that go into the overlay. */
  readonly overlaid: readonly OverlayRecord[];
  /** Those that go into pages, in the order of their places. */
  readonly pages: readonly { readonly no: number; readonly table: TableName; readonly digests: readonly Digest[] }[];
  readonly holes: ReadonlyMap<number, ReadonlySet<number>>;
  readonly droppedPages: readonly number[];
  readonly clears: boolean;
  readonly writes: Writes;
};

/** What is known of the pages on disk. */
export type PageBook = {
  readonly pageSizes: PageSizes;
  readonly sizes: ReadonlyMap<number, number>;
  readonly holes: ReadonlyMap<number, ReadonlySet<number>>;
  readonly nextNo: number;
};

/** What becomes of each row when these scopes are dropped and then the changes are taken one after the other. */
export function settleChanges(
  settled: Settled,
  indexes: Indexes,
  droppedScopes: readonly Id[],
  changes: Iterable<Change>,
): void {
  const dropped = new Set<Id | null>(droppedScopes);
  if (dropped.size > 0) dropRows(settled, indexes, (index, slot) => dropped.has(index.baseScope[slot] ?? null));
  for (const change of changes) {
    if (change.op === 'put') settled.put(change.table, change.row as Row);
    // Whichever scope it is held in here: it may be that it went from there to this one between two pages, which only the server saw.
    else settled.drop(rowKey(change.table, change.id));
  }
}

/** Every row of the server goes. */
export function settleNothing(settled: Settled, indexes: Indexes): void {
  dropRows(settled, indexes, () => true);
}

/** At the end of a bootstrap: what lies before its first page and did not come again is gone on the server. */
export function dropOlder(indexes: Indexes, firstPage: number, settled: Settled): void {
  dropRows(settled, indexes, (index, slot) => (index.page[slot] ?? firstPage) < firstPage);
}

/** The rows of the server that are `meant` go. */
function dropRows(
  settled: Settled,
  indexes: Indexes,
  meant: (index: TableIndex<Digest>, slot: number) => boolean,
): void {
  for (const table of tableNames) {
    const index = indexes.of(table) as TableIndex<Digest>;
    for (let slot = 0; slot < index.end; slot++) {
      const id = index.ids[slot];
      const isHeld = id != null && index.baseScope[slot] != null;
      if (isHeld && meant(index, slot)) settled.drop(rowKey(table, id));
    }
  }
}

/** `clear`: everything on disk goes first. `bootstrap`: even a few rows go into a page, whose number tells that they are new. */
export type PlanMode = 'change' | 'bootstrap' | 'clear';

/**
 * Where the changed rows go: many of a table into new pages, a few into the overlay. A row lives in one place only; the place
 * it had becomes a hole, and a page of holes goes.
 */
export function planBase(indexes: Indexes, book: PageBook, mode: PlanMode, settled: Settled): BasePlan {
  const clears = mode === 'clear';
  const left = clears ? leftNothing() : leftPlaces(indexes, book, settled);
  const droppedPages = [...left.holes]
    .filter(([page, places]) => places.size >= (book.sizes.get(page) ?? 0))
    .map(([page]) => page);

  const pages: { no: number; table: TableName; digests: readonly Digest[] }[] = [];
  const pageRecords: PageRecord[] = [];
  const heads: HeadRecord[] = [];
  const overlay: OverlayRecord[] = [];
  const addPage = ({ table, digests, record, superseded }: PackedRows) => {
    if (superseded.size === digests.length) return;
    const no = book.nextNo + pages.length;
    pages.push({ no, table, digests });
    pageRecords.push({ no, ...record });
    heads.push({ no, table, ...packHead(digests) });
    if (superseded.size > 0) left.holes.set(no, superseded);
  };
  settled.packed.forEach(addPage);
  for (const { table, rows } of settled.loose) {
    if (rows.length === 0) continue;
    if (rows.length >= book.pageSizes.least || mode === 'bootstrap') addPage(new PackedRows(table, rows));
    else for (const row of rows) overlay.push({ table, id: row.id, row });
  }
  for (const { table, id } of overlay) left.overlay.delete(rowKey(table, id));

  const keptHoles: HolesRecord[] = [...left.holes]
    .filter(([page]) => !droppedPages.includes(page))
    .map(([page, places]) => ({ page, places: [...places] }));
  return {
    gone: settled.gone,
    overlaid: overlay,
    pages,
    holes: left.holes,
    droppedPages,
    clears,
    writes: {
      clear: clears ? ['pages', 'heads', 'holes', 'overlay'] : [],
      delete: { pages: droppedPages, heads: droppedPages, holes: droppedPages, overlay: [...left.overlay.values()] },
      put: { pages: pageRecords, heads, holes: keptHoles, overlay },
    },
  };
}

/** The places that rows had until now. */
type LeftPlaces = { readonly overlay: Map<RowKey, Key>; readonly holes: Map<number, ReadonlySet<number>> };

function leftNothing(): LeftPlaces {
  return { overlay: new Map(), holes: new Map() };
}

function leftPlaces(indexes: Indexes, book: PageBook, settled: Settled): LeftPlaces {
  const overlay = new Map<RowKey, Key>();
  const holes = new Map<number, Set<number>>();
  const leave = (table: TableName, id: Id) => {
    const index = indexes.of(table);
    const slot = index.find(id);
    const page = slot === undefined ? noBase : (index.page[slot] ?? noBase);
    if (slot === undefined || page === noBase) return;
    if (page === inOverlay) overlay.set(rowKey(table, id), [table, id]);
    else holesOf(holes, book, page).add(index.place[slot] ?? 0);
  };
  for (const key of settled.gone) leave(...splitKey(key));
  for (const { table, rows } of settled.loose) for (const { id } of rows) leave(table, id);
  for (const { table, digests } of settled.packed) for (const [id] of digests) leave(table, id);
  return { overlay, holes };
}

function holesOf(holes: Map<number, Set<number>>, book: PageBook, page: number): Set<number> {
  const set = holes.get(page) ?? new Set(book.holes.get(page));
  holes.set(page, set);
  return set;
}

import { CodedError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import { tableNames, type Row, type TableName } from '../../../domain/tables.ts';
import type { Key, StoreDatabase } from '../database/database.ts';
import type { HeadRecord } from '../database/records.ts';
import { planBase, type BasePlan, type PageBook, type PlanMode } from './base-plan.ts';
import { digest } from './digest.ts';
import { digestsOf } from './heads.ts';
import type { Indexes } from './indexes.ts';
import { Page, PageCache, type PageSizes } from './pages.ts';
import { rowKey, splitKey, type RowKey } from './row-key.ts';
import { Settled } from './settled.ts';
import { inOverlay, noBase } from './table-index.ts';

/** Of about 40 kB each. */
const headsAtOnce = 50;

/** A page that a head speaks of is not there, or not readable: the database was damaged. */
export class PageMissing extends CodedError {
  constructor(no: number) {
    super('STORE_UNAVAILABLE', `page ${no} missing`);
  }
}

/** The server's rows as this machine has them: packed pages and the overlay. Read and changed in a turn only. */
export class BaseRows implements PageBook {
  readonly #database: StoreDatabase;
  readonly #indexes: Indexes;
  readonly #cache = new PageCache();
  readonly #tables = new Map<number, TableName>();
  readonly sizes = new Map<number, number>();
  readonly holes = new Map<number, ReadonlySet<number>>();
  nextNo = 1;

  constructor(database: StoreDatabase, indexes: Indexes) {
    this.#database = database;
    this.#indexes = indexes;
  }

  /** Fills the indexes from heads and overlay; reads no bodies. */
  async load(): Promise<void> {
    for (const { page, places } of await this.#database.all('holes')) this.holes.set(page, new Set(places));
    for await (const heads of this.#database.heads(headsAtOnce)) heads.forEach((head) => this.#loadHead(head));
    for (const { table, id, row } of await this.#database.all('overlay')) {
      const index = this.#indexes.of(table);
      index.setBase(id, row.scope, inOverlay, 0);
      index.show(id, digest(table, row));
    }
  }

  async read<T extends TableName>(table: T, id: Id): Promise<Row<T> | undefined> {
    const rows = await this.readMany([rowKey(table, id)]);
    return rows.get(rowKey(table, id)) as Row<T> | undefined;
  }

  /** The rows that are there, each page read once. Throws PageMissing. */
  async readMany(keys: Iterable<RowKey>): Promise<Map<RowKey, Row>> {
    const rows = new Map<RowKey, Row>();
    const overlaid: { key: RowKey; at: Key }[] = [];
    const paged = new Map<number, { key: RowKey; place: number }[]>();
    for (const key of keys) {
      const [table, id] = splitKey(key);
      const index = this.#indexes.of(table);
      const slot = index.find(id);
      const page = slot === undefined ? noBase : (index.page[slot] ?? noBase);
      if (slot === undefined || page === noBase) continue;
      if (page === inOverlay) overlaid.push({ key, at: [table, id] });
      else paged.set(page, [...(paged.get(page) ?? []), { key, place: index.place[slot] ?? 0 }]);
    }
    const found = await this.#database.getMany(
      'overlay',
      overlaid.map(({ at }) => at),
    );
    found.forEach((record, i) => {
      const wanted = overlaid[i];
      if (record !== undefined && wanted !== undefined) rows.set(wanted.key, record.row);
    });
    const pages = await this.#pagesOf([...paged.keys()]);
    for (const [no, wanted] of paged) {
      const page = pages.get(no);
      for (const { key, place } of wanted) {
        const row = readable(no, () => page?.row(place));
        if (row === undefined) throw new PageMissing(no);
        rows.set(key, row);
      }
    }
    return rows;
  }

  get pageSizes(): PageSizes {
    return this.#database.pageSizes;
  }

  /** For what becomes of rows in a change. */
  settled(): Settled {
    return new Settled(this.pageSizes.full);
  }

  plan(mode: PlanMode, settled: Settled): BasePlan {
    return planBase(this.#indexes, this, mode, settled);
  }

  /** Takes over a committed plan: where rows lie, not what is to be seen of them. */
  adopt(plan: BasePlan): void {
    if (plan.clears) {
      this.#cache.clear();
      this.#tables.clear();
      this.sizes.clear();
      this.holes.clear();
    }
    for (const { no, table, digests } of plan.pages) {
      this.#addPage(no, table, digests.length);
      const index = this.#indexes.of(table);
      digests.forEach(([id, scope], place) => index.setBase(id, scope, no, place));
    }
    for (const { table, id, row } of plan.overlaid) this.#indexes.of(table).setBase(id, row.scope, inOverlay, 0);
    for (const [page, places] of plan.holes) this.holes.set(page, places);
    for (const no of plan.droppedPages) this.#forget(no);
    for (const key of plan.gone) this.#clearBase(key);
  }

  /**
   * What idle compaction does next: overlay rows enough for a page, or the rows left in a page that is half holes, to be planned
   * as if they had just come. Null when there is nothing worth doing.
   */
  async compactable(): Promise<Settled | null> {
    for (const [no, holes] of this.holes) {
      const size = this.sizes.get(no) ?? 0;
      if (holes.size * 2 >= size) return await this.#liveRowsOf(no);
    }
    const { full } = this.pageSizes;
    for (const table of tableNames) {
      const index = this.#indexes.of(table);
      const keys: RowKey[] = [];
      for (let slot = 0; slot < index.end && keys.length < full; slot++) {
        const id = index.ids[slot];
        if (id != null && index.page[slot] === inOverlay) keys.push(rowKey(table, id));
      }
      if (keys.length < full) continue;
      const settled = this.settled();
      for (const row of (await this.readMany(keys)).values()) settled.put(table, row);
      return settled;
    }
    return null;
  }

  async #liveRowsOf(no: number): Promise<Settled> {
    const table = this.#tables.get(no);
    const page = (await this.#pagesOf([no])).get(no);
    if (table === undefined || page === undefined) throw new PageMissing(no);
    const settled = this.settled();
    const holes = this.holes.get(no);
    readable(no, () => [...page.rows()]).forEach((row, place) => {
      if (holes?.has(place) !== true) settled.put(table, row);
    });
    return settled;
  }

  async #pagesOf(numbers: readonly number[]): Promise<Map<number, Page>> {
    const pages = new Map<number, Page>();
    const missing: number[] = [];
    for (const no of numbers) {
      const page = this.#cache.get(no);
      if (page === undefined) missing.push(no);
      else pages.set(no, page);
    }
    const records = await this.#database.getMany('pages', missing);
    records.forEach((record, i) => {
      if (record === undefined) throw new PageMissing(missing[i] ?? 0);
      const page = new Page(record);
      this.#cache.set(record.no, page);
      pages.set(record.no, page);
    });
    return pages;
  }

  #loadHead(head: HeadRecord): void {
    const { no, table } = head;
    const index = this.#indexes.of(table);
    const rows = readable(no, () => digestsOf(head));
    const holes = this.holes.get(no);
    this.#addPage(no, table, rows.length);
    rows.forEach((row, place) => {
      if (holes?.has(place) === true) return;
      index.setBase(row[0], row[1], no, place);
      index.show(row[0], row);
    });
  }

  #addPage(no: number, table: TableName, size: number): void {
    this.sizes.set(no, size);
    this.#tables.set(no, table);
    this.nextNo = Math.max(this.nextNo, no + 1);
  }

  #clearBase(key: RowKey): void {
    const [table, id] = splitKey(key);
    this.#indexes.of(table).clearBase(id);
  }

  #forget(no: number): void {
    this.#cache.drop(no);
    this.#tables.delete(no);
    this.sizes.delete(no);
    this.holes.delete(no);
  }
}

/** What cannot be parsed was damaged. */
function readable<T>(page: number, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new PageMissing(page);
  }
}

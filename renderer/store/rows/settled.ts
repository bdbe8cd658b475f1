import type { Id } from '../../../domain/ids.ts';
import type { Row, TableName } from '../../../domain/tables.ts';
import type { PageRecord } from '../database/records.ts';
import { digest, type Digest } from './digest.ts';
import { packPage, Page } from './pages.ts';
import { rowKey, splitKey, type RowKey } from './row-key.ts';

/** A page of a table's rows. */
export class PackedRows {
  readonly table: TableName;
  readonly digests: readonly Digest[];
  readonly record: Omit<PageRecord, 'no'>;
  /** Places of rows that came once more after it. */
  readonly superseded = new Set<number>();
  #page: Page | null = null;

  constructor(table: TableName, rows: readonly Row[]) {
    this.table = table;
    this.digests = rows.map((row) => digest(table, row));
    this.record = packPage(rows);
  }

  row(place: number): Row {
    this.#page ??= new Page({ no: 0, ...this.record });
    return this.#page.row(place) as Row;
  }
}

/** Those of one table, each once. */
class SettledTable {
  readonly table: TableName;
  readonly packed: PackedRows[] = [];
  /** Those that fill no page. */
  loose: Row[] = [];
  /** Where a row is, counted through the pages and then the loose ones. */
  readonly #places = new Map<Id, number>();
  readonly #fullPage: number;

  constructor(table: TableName, fullPage: number) {
    this.table = table;
    this.#fullPage = fullPage;
  }

  has(id: Id): boolean {
    return this.#places.has(id);
  }

  get(id: Id): Row | undefined {
    const at = this.#places.get(id);
    if (at === undefined) return undefined;
    const page = this.packed[Math.floor(at / this.#fullPage)];
    return page === undefined ? this.loose[at % this.#fullPage] : page.row(at % this.#fullPage);
  }

  put(row: Row): void {
    const before = this.#places.get(row.id);
    if (before !== undefined) {
      const page = this.packed[Math.floor(before / this.#fullPage)];
      if (page === undefined) {
        this.loose[before % this.#fullPage] = row;
        return;
      }
      page.superseded.add(before % this.#fullPage);
    }
    this.#places.set(row.id, this.packed.length * this.#fullPage + this.loose.length);
    this.loose.push(row);
    if (this.loose.length < this.#fullPage) return;
    this.packed.push(new PackedRows(this.table, this.loose));
    this.loose = [];
  }
}

/**
 * What becomes of the server's rows in one change: each stays once. Those that fill a page are packed at once, and not kept as objects: a first sync
 * takes thousands in one change, and what lives as long as that is copied twice by the garbage collector.
 */
export class Settled {
  readonly gone = new Set<RowKey>();
  readonly #tables = new Map<TableName, SettledTable>();
  readonly #fullPage: number;

  /** @param fullPage rows that fill a page */
  constructor(fullPage: number) {
    this.#fullPage = fullPage;
  }

  put(table: TableName, row: Row): void {
    if (this.gone.size > 0) this.gone.delete(rowKey(table, row.id));
    let rows = this.#tables.get(table);
    if (rows === undefined) this.#tables.set(table, (rows = new SettledTable(table, this.#fullPage)));
    rows.put(row);
  }

  /** It goes, unless it is put in the same change, before or after. */
  drop(key: RowKey): void {
    if (!this.has(key)) this.gone.add(key);
  }

  /** Something becomes of it. */
  has(key: RowKey): boolean {
    const [table, id] = splitKey(key);
    return this.gone.has(key) || this.#tables.get(table)?.has(id) === true;
  }

  /** Null when it goes, undefined when nothing becomes of it. */
  get(key: RowKey): Row | null | undefined {
    if (this.gone.has(key)) return null;
    const [table, id] = splitKey(key);
    return this.#tables.get(table)?.get(id);
  }

  get packed(): readonly PackedRows[] {
    return [...this.#tables.values()].flatMap((rows) => rows.packed);
  }

  /** Of each table, those that fill no page. */
  get loose(): readonly { readonly table: TableName; readonly rows: readonly Row[] }[] {
    return [...this.#tables.values()].map(({ table, loose }) => ({ table, rows: loose }));
  }

  /** All but the packed ones. */
  *unpackedKeys(): Generator<RowKey> {
    yield* this.gone;
    for (const { table, rows } of this.loose) for (const { id } of rows) yield rowKey(table, id);
  }

  /** Each at least once. */
  *keys(): Generator<RowKey> {
    yield* this.unpackedKeys();
    for (const { table, digests } of this.packed) for (const [id] of digests) yield rowKey(table, id);
  }
}

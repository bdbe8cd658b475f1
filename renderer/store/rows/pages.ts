import type { Row } from '../../../domain/tables.ts';
import type { PageRecord } from '../database/records.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Rows in a page: in a full one; and fewer new rows of a table than `least` go to the overlay, a record each: a page per handful would fill the disk
 * with crumbs.
 */
export type PageSizes = { readonly full: number; readonly least: number };
export const pageSizes: PageSizes = { full: 320, least: 40 };

/** Pages kept as text; a row is parsed when it is read. 40 pages of tickets are about 5 MB. */
const keptPages = 40;

/** The names of a row's fields, in their order. */
type Shape = readonly string[];

/**
 * JSON never holds a raw line feed (RFC 8259 §7), so a line is a row: the values of its fields, and the number of the shape that names them,
 * which are nearly half of a ticket. In UTF-8: one letter beyond Latin-1 makes a whole text twice as long in memory, and IndexedDB copies it as
 * it is there.
 * @param rows as JSON has them, with no field that is undefined
 */
export function packPage(rows: readonly Row[]): Omit<PageRecord, 'no'> {
  const shapes: Shape[] = [];
  const lines = rows.map((row) => {
    const values: unknown[] = Object.values(row);
    values.push(numberOfShape(shapes, row));
    return JSON.stringify(values);
  });
  return { body: '', shapes, values: encoder.encode(lines.join('\n')) };
}

function numberOfShape(shapes: Shape[], row: Row): number {
  const fields = Object.keys(row);
  const known = shapes.findIndex(
    (shape) => shape.length === fields.length && shape.every((field, i) => field === fields[i]),
  );
  return known === -1 ? shapes.push(fields) - 1 : known;
}

/** A page as it was read: text, of which a row is parsed when it is wanted. */
export class Page {
  readonly #lines: readonly string[];
  /** Undefined: a version before wrote it, whose lines name their fields. */
  readonly #shapes: readonly Shape[] | undefined;

  constructor({ body, bytes, shapes, values }: PageRecord) {
    const text = values ?? bytes;
    this.#lines = (text === undefined ? body : decoder.decode(text)).split('\n');
    this.#shapes = shapes;
  }

  get size(): number {
    return this.#lines.length;
  }

  /** Undefined: it has no such place. @throws {SyntaxError} when the page was damaged */
  row(place: number): Row | undefined {
    const line = this.#lines[place];
    if (line === undefined) return undefined;
    const parsed: unknown = JSON.parse(line);
    if (this.#shapes === undefined) return parsed as Row;
    if (!Array.isArray(parsed)) throw new SyntaxError('no row');
    const shape = this.#shapes[parsed.pop() as number];
    if (shape?.length !== parsed.length) throw new SyntaxError('no shape');
    return Object.fromEntries(shape.map((field, i) => [field, parsed[i] as unknown])) as Row;
  }

  /** All of them, in the order of their places. @throws {SyntaxError} */
  *rows(): Generator<Row> {
    for (let place = 0; place < this.size; place++) yield this.row(place) as Row;
  }
}

/** The pages read last. */
export class PageCache {
  readonly #pages = new Map<number, Page>();

  get(no: number): Page | undefined {
    const page = this.#pages.get(no);
    if (page === undefined) return undefined;
    this.#pages.delete(no);
    this.#pages.set(no, page);
    return page;
  }

  set(no: number, page: Page): void {
    this.#pages.set(no, page);
    if (this.#pages.size <= keptPages) return;
    const [oldest] = this.#pages.keys();
    if (oldest !== undefined) this.#pages.delete(oldest);
  }

  drop(no: number): void {
    this.#pages.delete(no);
  }

  clear(): void {
    this.#pages.clear();
  }
}

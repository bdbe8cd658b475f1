import type { Row } from '../../../domain/tables.ts';
import type { PageRecord } from '../database/records.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Rows in a full page. */
export const pageRows = 200;

/** Fewer new rows of a table than this go to the overlay, a record each: a page per handful would fill the disk with crumbs. */
export const smallestPage = 40;

/** Pages kept as text; a row is parsed when it is read. 64 pages of tickets are about 7 MB. */
const keptPages = 64;

/**
 * JSON never holds a raw line feed (RFC 8259 §7), so a line is a row. In UTF-8: one letter beyond Latin-1 makes a whole text twice as long in
 * memory, and IndexedDB copies it as it is there.
 */
export function packPage(rows: readonly Row[]): Omit<PageRecord, 'no'> {
  return { body: '', bytes: encoder.encode(rows.map((row) => JSON.stringify(row)).join('\n')) };
}

export function unpackPage({ body, bytes }: PageRecord): string[] {
  return (bytes === undefined ? body : decoder.decode(bytes)).split('\n');
}

/** The pages read last. */
export class PageCache {
  readonly #pages = new Map<number, readonly string[]>();

  get(no: number): readonly string[] | undefined {
    const lines = this.#pages.get(no);
    if (lines === undefined) return undefined;
    this.#pages.delete(no);
    this.#pages.set(no, lines);
    return lines;
  }

  set(no: number, lines: readonly string[]): void {
    this.#pages.set(no, lines);
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

import { nowhere } from './text-index.ts';

/**
 * What the rows of a table are worth for a search: for each wanted thing the best place where a row has it, added up over all of them.
 * Reused from search to search, so that typing makes no garbage.
 */
export class Scores {
  #now = new Float32Array(0);
  #total = new Float32Array(0);
  #hits = new Uint8Array(0);
  /** The note that a row was found by, where it was not by its own words. */
  #notes = new Int32Array(0);
  #touched: number[] = [];
  #all: number[] = [];

  begin(size: number): void {
    if (size > this.#now.length) {
      const room = Math.ceil(size * 1.25) + 64;
      this.#now = new Float32Array(room);
      this.#total = new Float32Array(room);
      this.#hits = new Uint8Array(room);
      this.#notes = new Int32Array(room);
    } else {
      for (const row of this.#all) this.#total[row] = this.#hits[row] = 0;
    }
    this.#all = [];
  }

  /** The row has what is wanted just now. */
  mark(row: number, worth: number, note: number): void {
    const before = this.#now[row] ?? 0;
    if (before >= worth) return;
    if (before === 0) {
      this.#touched.push(row);
      if ((this.#hits[row] ?? 0) === 0) {
        this.#all.push(row);
        this.#notes[row] = nowhere;
      }
    }
    this.#now[row] = worth;
    if (note !== nowhere) this.#notes[row] = Math.max(this.#notes[row] ?? nowhere, note);
  }

  /** Rows marked since the last wanted thing, and what they are worth for this one. */
  get marked(): { readonly rows: readonly number[]; readonly worths: Float32Array } {
    return { rows: this.#touched, worths: this.#now };
  }

  /** Ends one wanted thing; returns how many of the rows have it. What is rare among `all` says more. */
  settle(all: number): number {
    const { length } = this.#touched;
    const weight = length === 0 ? 0 : 0.4 + (0.6 * Math.log(1 + all / length)) / Math.log(1 + Math.max(1, all));
    for (const row of this.#touched) {
      this.#total[row] = (this.#total[row] ?? 0) + (this.#now[row] ?? 0) * weight;
      this.#hits[row] = (this.#hits[row] ?? 0) + 1;
      this.#now[row] = 0;
    }
    this.#touched = [];
    return length;
  }

  /** Rows that have at least so many of the wanted things. */
  rows(least: number): number[] {
    const found: number[] = [];
    for (const row of this.#all) if ((this.#hits[row] ?? 0) >= least) found.push(row);
    return found;
  }

  totalOf(row: number): number {
    return this.#total[row] ?? 0;
  }

  hitsOf(row: number): number {
    return this.#hits[row] ?? 0;
  }

  noteOf(row: number): number {
    return this.#notes[row] ?? nowhere;
  }
}

import { Vocabulary } from './vocabulary.ts';

/** Where no row is. */
export const nowhere = -1;

/** What a text is: a ticket's (or a contact's) own words, those of a note on it, or an entry without words, which only counts as read. */
export const ownWords = 0;
export const noteWords = 1;
export const noWords = 2;

/** An array of numbers that grows by doubling. */
export class Column {
  #values = new Int32Array(1024).fill(nowhere);

  /** For loops over many: up to what was ever set, and beyond. Not to be kept. */
  get values(): Int32Array {
    return this.#values;
  }

  get(at: number): number {
    return at < this.#values.length ? (this.#values[at] ?? nowhere) : nowhere;
  }

  set(at: number, value: number): void {
    if (at >= this.#values.length) {
      const grown = new Int32Array(Math.max(at + 1, this.#values.length * 2)).fill(nowhere);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[at] = value;
  }
}

/**
 * An inverted index: which texts have a term. Texts are numbered as they come and never change: what changes comes as a new text, and
 * the old one then stands for no row. So the numbers of a term only ever grow, and the texts lie on disk in packs that are never rewritten.
 */
export class TextIndex {
  readonly vocabulary = new Vocabulary();
  /** By term: the texts that have it, ascending. */
  readonly postings: number[][] = [];
  /** Slot of the row that a text is found for, or `nowhere`. */
  readonly #rows = new Column();
  readonly #kinds = new Column();
  /** Slot of the row that the text is of: the entry's, where it is a note. */
  readonly #sources = new Column();
  count = 0;
  /** Texts that stand for nothing any more. */
  dead = 0;

  add(terms: Iterable<string>, kind: number, source: number, row: number): number {
    const text = this.count++;
    this.#rows.set(text, row);
    this.#kinds.set(text, kind);
    this.#sources.set(text, source);
    for (const term of terms) this.#post(this.vocabulary.take(term), text);
    return text;
  }

  /** `texts` ascending and higher than what the term has. */
  post(term: string, texts: Iterable<number>): void {
    const no = this.vocabulary.take(term);
    for (const text of texts) this.#post(no, text);
  }

  /** `rowOf` and `kindOf` of all texts, for loops over many. Not to be kept. */
  get columns(): { readonly rows: Int32Array; readonly kinds: Int32Array } {
    return { rows: this.#rows.values, kinds: this.#kinds.values };
  }

  rowOf(text: number): number {
    return this.#rows.get(text);
  }

  kindOf(text: number): number {
    return this.#kinds.get(text);
  }

  sourceOf(text: number): number {
    return this.#sources.get(text);
  }

  /** The text is found for this row from now on. */
  bind(text: number, row: number): void {
    this.#rows.set(text, row);
  }

  kill(text: number): void {
    if (text === nowhere) return;
    this.#rows.set(text, nowhere);
    this.dead++;
  }

  #post(term: number, text: number): void {
    const texts = this.postings[term];
    if (texts === undefined) this.postings[term] = [text];
    else texts.push(text);
  }
}

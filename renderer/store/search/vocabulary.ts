import { firstRow, nextRow } from './edit-distance.ts';

export type NearTerm = { readonly no: number; readonly errors: number };

/** Every term of an index by number, and in alphabetical order: beginnings and near ones are found without looking at all of them. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();
  readonly terms: string[] = [];
  /** Numbers in the order of their terms, up to `#ordered` terms; what came since is sorted in when it is asked for. */
  #order = new Int32Array(0);
  /** How many letters a term shares with the one before it in order. */
  #shared = new Uint8Array(0);

  find(term: string): number | undefined {
    return this.#numbers.get(term);
  }

  /** The number of a term, a new one for a new term. */
  take(term: string): number {
    const known = this.#numbers.get(term);
    if (known !== undefined) return known;
    const no = this.terms.length;
    this.#numbers.set(term, no);
    this.terms.push(term);
    return no;
  }

  startingWith(prefix: string): number[] {
    this.#sortIn();
    const found: number[] = [];
    for (let at = this.#firstFrom(prefix); at < this.#order.length; at++) {
      const no = this.#order[at] ?? 0;
      if (this.terms[no]?.startsWith(prefix) !== true) break;
      found.push(no);
    }
    return found;
  }

  /**
   * Terms at most so many typing errors away from the word; with `asPrefix` those that begin so. Neighbours in order share their
   * beginnings, and so the rows of the table of distances; a beginning that is too far away rules out all who share it.
   */
  near(word: string, most: number, asPrefix: boolean): NearTerm[] {
    this.#sortIn();
    const found: NearTerm[] = [];
    const width = word.length;
    const rows: Uint8Array[] = [firstRow(word)];
    /** By depth: the fewest errors of a beginning up to there. */
    const begun: number[] = [255];
    let depth = 0;
    let hopelessFrom = Infinity;
    for (let at = 0; at < this.#order.length; at++) {
      const no = this.#order[at] ?? 0;
      const shared = at === 0 ? 0 : (this.#shared[at] ?? 0);
      if (shared < hopelessFrom) {
        const term = this.terms[no] ?? '';
        hopelessFrom = Infinity;
        for (depth = Math.min(depth, shared); depth < term.length && hopelessFrom === Infinity;) {
          const last = rows[depth] ?? firstRow(word);
          depth++;
          const row = (rows[depth] ??= new Uint8Array(width + 1));
          const least = nextRow(
            word,
            term.charCodeAt(depth - 1),
            term.charCodeAt(depth - 2),
            row,
            last,
            rows[depth - 2],
          );
          begun[depth] = Math.min(begun[depth - 1] ?? 255, row[width] ?? 255);
          if (least > most) hopelessFrom = depth;
        }
      }
      const whole = hopelessFrom === Infinity ? (rows[depth]?.[width] ?? 255) : 255;
      const errors = asPrefix ? Math.min(whole, begun[depth] ?? 255) : whole;
      if (errors <= most) found.push({ no, errors });
    }
    return found;
  }

  #firstFrom(prefix: string): number {
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.terms[this.#order[middle] ?? 0] ?? '') < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #sortIn(): void {
    const known = this.#order;
    if (known.length === this.terms.length) return;
    const { terms } = this;
    const term = (no: number | undefined): string => terms[no ?? 0] ?? '';
    const fresh = Array.from({ length: terms.length - known.length }, (_, i) => known.length + i);
    fresh.sort((a, b) => (term(a) < term(b) ? -1 : 1));
    const order = new Int32Array(terms.length);
    for (let at = 0, old = 0, young = 0; at < order.length; at++) {
      const takesOld = young >= fresh.length || (old < known.length && term(known[old]) < term(fresh[young]));
      order[at] = (takesOld ? known[old++] : fresh[young++]) ?? 0;
    }
    const shared = new Uint8Array(order.length);
    for (let at = 1; at < order.length; at++) shared[at] = sharedLetters(term(order[at - 1]), term(order[at]));
    this.#order = order;
    this.#shared = shared;
  }
}

function sharedLetters(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && a.charCodeAt(count) === b.charCodeAt(count)) count++;
  return count;
}

import { noWords, type TextIndex } from './text-index.ts';

/** Changes whenever texts would be taken apart or laid down in another way: what is on disk is then made again. */
export const packVersion = 2;

/** Texts in a full pack. */
export const packTexts = 8192;

/** A stretch of an index as it lies on disk. */
export type Pack = {
  readonly no: number;
  readonly version: number;
  /** 16 bytes a text: the row that it is of; zeros where it stood for nothing. */
  readonly ids: Uint8Array;
  readonly kinds: Uint8Array;
  /** What tells whether the row has changed since: `updatedAt` of a ticket, 0 of an entry, which never changes. */
  readonly stamps: Float64Array;
  /** One a line. */
  readonly terms: string;
  /** For each term how many texts have it, and the distance from each to the next, in variable-length numbers (LEB128). */
  readonly postings: Uint8Array;
};

export type PackedRow = { readonly id: string | null; readonly stamp: number };

export function encodePack(
  index: TextIndex,
  no: number,
  from: number,
  to: number,
  rowOf: (text: number) => PackedRow,
): Pack {
  const size = to - from;
  const ids = new Uint8Array(size * 16);
  const kinds = new Uint8Array(size);
  const stamps = new Float64Array(size);
  for (let place = 0; place < size; place++) {
    const { id, stamp } = rowOf(from + place);
    if (id !== null) writeId(ids, place * 16, id);
    kinds[place] = index.kindOf(from + place);
    stamps[place] = stamp;
  }
  const terms: string[] = [];
  const bytes = new Bytes();
  index.postings.forEach((texts, term) => {
    const first = firstFrom(texts, from);
    const end = firstFrom(texts, to);
    if (first === end) return;
    terms.push(index.vocabulary.terms[term] ?? '');
    bytes.put(end - first);
    for (let at = first, last = from; at < end; at++) {
      const text = texts[at] ?? last;
      bytes.put(text - last);
      last = text;
    }
  });
  return { no, version: packVersion, ids, kinds, stamps, terms: terms.join('\n'), postings: bytes.all() };
}

/**
 * Adds what a pack holds. `place`: which slots a row stands at by now, null for a row that is gone or has changed. Throws RangeError
 * for a pack that is damaged; what it has added until then is to be thrown away with the index.
 */
export function decodePack(
  index: TextIndex,
  pack: Pack,
  place: (kind: number, id: string, stamp: number) => { readonly source: number; readonly row: number } | null,
  placed: (kind: number, source: number, text: number) => void,
): void {
  const size = pack.kinds.length;
  if (pack.ids.length !== size * 16 || pack.stamps.length !== size) throw new RangeError('ids of another length');
  const from = index.count;
  for (let at = 0; at < size; at++) {
    const kind = pack.kinds[at] ?? noWords;
    const slots = place(kind, readId(pack.ids, at * 16), pack.stamps[at] ?? 0);
    const text = index.add([], kind, slots?.source ?? -1, slots?.row ?? -1);
    if (slots === null) index.dead++;
    else placed(kind, slots.source, text);
  }
  const reader = new Reader(pack.postings);
  for (const term of pack.terms === '' ? [] : pack.terms.split('\n')) {
    let text = 0;
    const texts = Array.from({ length: reader.next(size) }, () => from + (text += reader.next(size)));
    if (text >= size) throw new RangeError('a text beyond the pack');
    index.post(term, texts);
  }
  if (!reader.atEnd) throw new RangeError('more than the terms');
}

/** The first place of a value that is not smaller. */
function firstFrom(texts: readonly number[], from: number): number {
  let [low, high] = [0, texts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((texts[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function writeId(bytes: Uint8Array, at: number, id: string): void {
  const digits = id.replaceAll('-', '');
  for (let i = 0; i < 16; i++) bytes[at + i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function readId(bytes: Uint8Array, at: number): string {
  let id = '';
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) id += '-';
    id += hex[bytes[at + i] ?? 0] ?? '';
  }
  return id;
}

class Bytes {
  #bytes = new Uint8Array(64 * 1024);
  #length = 0;

  put(value: number): void {
    if (this.#length + 5 > this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.#bytes[this.#length++] = (rest & 127) | 128;
    this.#bytes[this.#length++] = rest;
  }

  all(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Throws RangeError at the end, and for more than `most`. */
  next(most: number): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError('the numbers end too early');
      value |= (byte & 127) << shift;
      if (value > most || shift > 28) throw new RangeError('a number that cannot be');
      if (byte < 128) return value;
    }
  }
}

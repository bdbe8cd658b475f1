import type { HeadRecord } from '../database/records.ts';
import type { Digest } from './digest.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Different values from which on it is looked whether they repeat. */
const fewest = 24;

/** The values of one place in the digests, in the order of the rows; where few differ, each once and which of them it is. */
type Column = readonly unknown[] | Listed;
type Listed = { readonly of: readonly unknown[]; readonly at: readonly number[] };

/**
 * Column by column and in UTF-8: thousands of rows name the same few teams and agents, and what is shorter than 64 kB lies in the engine's own
 * files, which are quickly read at the next start.
 */
export function packHead(digests: readonly Digest[]): Pick<HeadRecord, 'digests'> {
  const columns = (digests[0] ?? []).map((_, place) => columnOf(digests, place));
  return { digests: encoder.encode(JSON.stringify(columns)) };
}

/** @throws {SyntaxError} when the head was damaged */
export function digestsOf({ digests }: HeadRecord): Digest[] {
  // A version before wrote them as text, row by row.
  if (typeof digests === 'string') return JSON.parse(digests) as Digest[];
  const columns = (JSON.parse(decoder.decode(digests)) as Column[]).map(valuesOf);
  return (columns[0] ?? []).map((_, row) => columns.map((values) => values[row])) as unknown as Digest[];
}

function columnOf(digests: readonly Digest[], place: number): Column {
  const places = new Map<unknown, number>();
  const at: number[] = [];
  for (const digest of digests) {
    const value: unknown = digest[place];
    // Numbers are as short as what would stand for them; objects are never the same. Where most differ, a few tell.
    const isListed =
      (typeof value === 'string' || value === null) && (places.size < fewest || places.size * 2 < at.length);
    if (!isListed) return digests.map((each) => each[place]);
    let known = places.get(value);
    if (known === undefined) places.set(value, (known = places.size));
    at.push(known);
  }
  return places.size * 2 > digests.length ? digests.map((each) => each[place]) : { of: [...places.keys()], at };
}

function valuesOf(column: Column): readonly unknown[] {
  return isListed(column) ? column.at.map((place) => column.of[place]) : column;
}

function isListed(column: Column): column is Listed {
  return !Array.isArray(column);
}

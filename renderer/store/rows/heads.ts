import type { HeadRecord } from '../database/records.ts';
import type { Digest } from './digest.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The values of one place in the digests, in the order of the rows; where few differ, each once and which of them it is. */
type Column = readonly unknown[] | Listed;
type Listed = { readonly of: readonly unknown[]; readonly at: readonly number[] };

/**
 * Column by column and in UTF-8: thousands of rows name the same few teams and agents, and what is shorter than 64 kB lies in the engine's own
 * files, which are quickly read at the next start.
 */
export function packHead(digests: readonly Digest[]): Pick<HeadRecord, 'digests'> {
  const columns = (digests[0] ?? []).map((_, place) => columnOf(digests.map((digest) => digest[place])));
  return { digests: encoder.encode(JSON.stringify(columns)) };
}

/** @throws {SyntaxError} when the head was damaged */
export function digestsOf({ digests }: HeadRecord): Digest[] {
  // A version before wrote them as text, row by row.
  if (typeof digests === 'string') return JSON.parse(digests) as Digest[];
  const columns = (JSON.parse(decoder.decode(digests)) as Column[]).map(valuesOf);
  return (columns[0] ?? []).map((_, row) => columns.map((values) => values[row])) as unknown as Digest[];
}

function columnOf(values: readonly unknown[]): Column {
  const places = new Map<unknown, number>();
  const at: number[] = [];
  for (const value of values) {
    // Numbers are as short as what would stand for them; objects are never the same.
    if (typeof value !== 'string' && value !== null) return values;
    let place = places.get(value);
    if (place === undefined) places.set(value, (place = places.size));
    at.push(place);
  }
  return places.size * 2 > values.length ? values : { of: [...places.keys()], at };
}

function valuesOf(column: Column): readonly unknown[] {
  return isListed(column) ? column.at.map((place) => column.of[place]) : column;
}

function isListed(column: Column): column is Listed {
  return !Array.isArray(column);
}

import type { Readable } from 'node:stream';
import type { StoredObject } from './bucket.ts';

/** A part of a file that came in one request: an object `ID/OFFSET-BYTES`. A file that is kept is the object `ID`, and as good as one piece. */
type Piece = { readonly key: string; readonly from: number; readonly size: number };

export type Coverage = {
  /** So many bytes are there without a gap, from the first on. */
  readonly reach: number;
  /** Where they are, in order, and how many bytes of each are to be passed over. */
  readonly parts: readonly { readonly key: string; readonly skip: number }[];
};

export function pieceKey(id: string, from: number, size: number): string {
  return `${id}/${String(from).padStart(10, '0')}-${size}`;
}

/**
 * What is there of a file, by the objects whose keys begin with its id. Pieces may overlap: two nodes may have taken the same part, the one from a
 * request whose answer was lost.
 */
export function coverage(id: string, objects: readonly StoredObject[]): Coverage {
  const pieces = objects
    .flatMap((object) => pieceOf(id, object) ?? [])
    .sort((a, b) => a.from - b.from || b.size - a.size);
  let reach = 0;
  const parts: { key: string; skip: number }[] = [];
  for (const { key, from, size } of pieces) {
    if (from > reach) break;
    if (from + size <= reach) continue;
    parts.push({ key, skip: reach - from });
    reach = from + size;
  }
  return { reach, parts };
}

function pieceOf(id: string, { key, size }: StoredObject): Piece | undefined {
  if (key === id) return { key, from: 0, size };
  const [, from] = /^\/(\d+)-\d+$/.exec(key.slice(id.length)) ?? [];
  return from === undefined ? undefined : { key, from: Number(from), size };
}

/** What comes, cut every so many bytes. */
export async function* cut(content: Readable, bytes: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < bytes) continue;
    let rest = Buffer.concat(waiting);
    for (; rest.length >= bytes; rest = rest.subarray(bytes)) yield rest.subarray(0, bytes);
    waiting = [rest];
    length = rest.length;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

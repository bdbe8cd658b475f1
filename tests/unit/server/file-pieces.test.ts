import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage, cut, pieceKey } from '../../../server/files/bucket/pieces.ts';

const id = '0190f0c0-0000-7000-8000-000000000001';
const file = Buffer.from(Array.from({ length: 200 }, (_, at) => at));

/** Pieces of the file as nodes leave them: anywhere, of any length, overlapping. */
const pieces = fc.uniqueArray(
  fc
    .tuple(fc.nat(199), fc.integer({ min: 1, max: 80 }))
    .map(([from, size]) => ({ from, size: Math.min(size, 200 - from) })),
  { selector: ({ from, size }) => pieceKey(id, from, size), maxLength: 30 },
);

describe('pieces of a file in a bucket', () => {
  it('are read as the file from its first byte on, as far as there is no gap', () => {
    fc.assert(
      fc.property(pieces, (given) => {
        const objects = given.map(({ from, size }) => ({ key: pieceKey(id, from, size), size, from }));
        const { reach, parts } = coverage(id, objects);
        const read = parts.map(({ key, skip }) => {
          const { from, size } = objects.find((object) => object.key === key)!;
          return file.subarray(from + skip, from + size);
        });
        expect(Buffer.concat(read)).toEqual(file.subarray(0, reach));
        // Nothing that is there goes on from where it stops.
        expect(given.some(({ from, size }) => from <= reach && from + size > reach)).toBe(false);
      }),
    );
  });

  it('count for nothing beside the file that was made of them', () => {
    const objects = [
      { key: id, size: 200 },
      { key: pieceKey(id, 0, 80), size: 80 },
    ];
    expect(coverage(id, objects)).toEqual({ reach: 200, parts: [{ key: id, skip: 0 }] });
  });

  it('are in order by their names, for whoever joins them by hand', () => {
    const names = [0, 9, 10, 2_000_000_000].map((from) => pieceKey(id, from, 1));
    expect([...names].sort()).toEqual(names);
  });

  it('leave alone what is named otherwise', () => {
    expect(coverage(id, [{ key: `${id}/notes.txt`, size: 9 }])).toEqual({ reach: 0, parts: [] });
  });
});

it('what comes is cut every so many bytes, however it comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 50 })),
      fc.integer({ min: 1, max: 60 }),
      async (chunks, bytes) => {
        const whole = Buffer.concat(chunks);
        const out: Buffer[] = [];
        for await (const piece of cut(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), bytes)) out.push(piece);
        expect(Buffer.concat(out)).toEqual(whole);
        expect(out.map(({ length }) => length)).toEqual(
          Array.from({ length: Math.ceil(whole.length / bytes) }, (_, at) =>
            Math.min(bytes, whole.length - at * bytes),
          ),
        );
      },
    ),
  );
});

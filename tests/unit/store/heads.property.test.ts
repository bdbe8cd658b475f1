/** The head of a page says again what was digested of its rows, whatever they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeadRecord } from '../../../renderer/store/database/records.ts';
import type { Digest } from '../../../renderer/store/rows/digest.ts';
import { digestsOf, packHead } from '../../../renderer/store/rows/heads.ts';

const team = fc.constantFrom('N1', 'N2', null);
const digest = fc.tuple(
  fc.uuid(),
  team,
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.constant(null),
  fc.jsonValue(),
);
const head = (digests: HeadRecord['digests']): HeadRecord => ({ no: 1, table: 'tickets', digests });

describe('the head of a page', () => {
  it('gives every digest back, of none, of one, and of many that are alike', () => {
    fc.assert(
      fc.property(fc.array(digest, { maxLength: 60 }), (rows) => {
        // As JSON has them: no -0.
        const digests = JSON.parse(JSON.stringify(rows)) as Digest[];
        expect(digestsOf(head(packHead(digests).digests))).toEqual(digests);
      }),
    );
  });

  it('names each of a few values once', () => {
    const rows = Array.from({ length: 200 }, (_, i) => [`id ${i}`, i % 2 === 0 ? 'Équipe 1' : 'Équipe 2', i]);
    const text = new TextDecoder().decode(packHead(rows as unknown as Digest[]).digests as Uint8Array);
    expect(text.match(/Équipe 2/g)).toHaveLength(1);
    expect(text.match(/id 7"/g)).toHaveLength(1);
  });

  it('that a version before wrote row by row is read, and one that was damaged is said to be', () => {
    const rows = [['a', 'N1', 'Box']] as unknown as Digest[];
    expect(digestsOf(head(JSON.stringify(rows)))).toEqual(rows);
    expect(() => digestsOf(head(packHead(rows).digests.slice(0, 9) as Uint8Array))).toThrow(SyntaxError);
  });
});

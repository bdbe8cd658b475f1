import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNear } from '../../../renderer/store/search/edit-distance.ts';
import { firstBy } from '../../../renderer/store/search/first-by.ts';
import { Vocabulary } from '../../../renderer/store/search/vocabulary.ts';

/** Few letters, so that words resemble each other. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 9 });

/** Optimal string alignment by its definition, over the whole table. */
function distance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_each, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => table[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(i - 2, j - 2) + 1);
      table[i]![j] = least;
    }
  }
  return at(a.length, b.length);
}

function errorsOf(wanted: string, term: string, asPrefix: boolean): number {
  const ends = asPrefix ? Array.from({ length: term.length }, (_, i) => i + 1) : [term.length];
  return Math.min(...ends.map((end) => distance(wanted, term.slice(0, end))));
}

describe('a vocabulary', () => {
  it('finds what begins so, however the terms came', () => {
    fc.assert(
      fc.property(fc.array(word), fc.array(word), word, (first, then, prefix) => {
        const vocabulary = new Vocabulary();
        for (const term of first) vocabulary.take(term);
        vocabulary.startingWith(prefix);
        for (const term of then) vocabulary.take(term);
        const found = vocabulary.startingWith(prefix).map((no) => vocabulary.terms[no]);
        const expected = [...new Set([...first, ...then])].filter((term) => term.startsWith(prefix)).sort();
        expect(found).toEqual(expected);
      }),
    );
  });

  it('finds what is near, and how near', () => {
    fc.assert(
      fc.property(fc.array(word), word, fc.constantFrom(1, 2), fc.boolean(), (terms, wanted, most, asPrefix) => {
        const vocabulary = new Vocabulary();
        for (const term of terms) vocabulary.take(term);
        const found = vocabulary.near(wanted, most, asPrefix).map(({ no, errors }) => [vocabulary.terms[no], errors]);
        const expected = [...new Set(terms)]
          .sort()
          .map((term) => [term, errorsOf(wanted, term, asPrefix)] as const)
          .filter(([, errors]) => errors <= most);
        expect(found).toEqual(expected.map((each) => [...each]));
        for (const term of new Set(terms)) {
          expect(isNear(wanted, term, most, asPrefix)).toBe(errorsOf(wanted, term, asPrefix) <= most);
        }
      }),
      { numRuns: 300 },
    );
  });
});

it('the first rows by a key are those of sorting all', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: 0, max: 20 }), (keys, limit) => {
      const rows = keys.map((_, row) => row);
      const first = firstBy(rows, limit, (row) => keys[row] ?? 0);
      expect(first.map((row) => keys[row])).toEqual(keys.toSorted((a, b) => b - a).slice(0, limit));
    }),
  );
});

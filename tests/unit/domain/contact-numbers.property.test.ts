import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeNumbers } from '../../../domain/contact/numbers.ts';

const number = fc.integer({ min: 0, max: 11 }).map((place) => `+332619197${String(place).padStart(2, '0')}`);
const numbers = fc.uniqueArray(number, { maxLength: 6 });
const seed = Number(process.env['CASQUE_MODEL_SEED'] ?? 1);

it('that agents change without having seen each other’s change come to the same ones in whatever order: none that was added is lost', () => {
  fc.assert(
    fc.property(numbers, fc.array(numbers, { minLength: 1, maxLength: 5 }), fc.nat(), (base, values, pick) => {
      const inOrder = (order: readonly (readonly string[])[]) =>
        order.reduce<readonly string[]>((current, value) => mergeNumbers(current, { base, value }), base);
      const turned = [...values.slice(pick % values.length), ...values.slice(0, pick % values.length)];
      const there = inOrder(values);
      expect(new Set(there).size).toBe(there.length);
      expect([...there].sort()).toEqual([...inOrder(turned)].sort());
      expect([...there].sort()).toEqual([...inOrder(values.toReversed())].sort());
      for (const value of values) {
        for (const each of value) if (!base.includes(each)) expect(there).toContain(each);
        for (const each of base) if (!value.includes(each)) expect(there).not.toContain(each);
      }
      // What nobody touched stays.
      for (const each of base) if (values.every((value) => value.includes(each))) expect(there).toContain(each);
    }),
    { seed, numRuns: 2_000 },
  );
});

it('that an agent changes who has seen all are what the agent made of them', () => {
  fc.assert(
    fc.property(numbers, numbers, (current, value) => {
      expect(mergeNumbers(current, { base: current, value })).toEqual(value);
    }),
    { seed, numRuns: 500 },
  );
});

it('that come twice, as a mutation is run again over what the server has, are there once', () => {
  fc.assert(
    fc.property(numbers, numbers, numbers, (current, base, value) => {
      const once = mergeNumbers(current, { base, value });
      expect([...mergeNumbers(once, { base, value })].sort()).toEqual([...once].sort());
    }),
    { seed, numRuns: 500 },
  );
});

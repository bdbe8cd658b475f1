import { expect, it } from 'vitest';
import { datedHere } from '../../../domain/wire/clock-offset.ts';

const here = new Date('2026-11-27T09:00:00.000Z');

it.each([
  ['three hours slow', '2026-11-27T05:50:00.000Z', '2026-11-27T06:00:00.000Z', '2026-11-27T08:50:00.000Z'],
  ['three hours fast', '2026-11-27T11:50:00.000Z', '2026-11-27T12:00:00.000Z', '2026-11-27T08:50:00.000Z'],
  ['right', '2026-11-27T08:50:00.000Z', '2026-11-27T09:00:00.000Z', '2026-11-27T08:50:00.000Z'],
  [
    'behind by no more than the way took',
    '2026-11-27T08:50:00.000Z',
    '2026-11-27T08:59:50.001Z',
    '2026-11-27T08:50:00.000Z',
  ],
  [
    'behind by a little more than that',
    '2026-11-27T08:49:50.000Z',
    '2026-11-27T08:59:50.000Z',
    '2026-11-27T08:50:00.000Z',
  ],
  ['not told', '2026-11-27T05:50:00.000Z', undefined, '2026-11-27T05:50:00.000Z'],
  ['not told, and before ours', '2026-11-27T11:50:00.000Z', undefined, '2026-11-27T09:00:00.000Z'],
  [
    'another one by now than the one that it was written by',
    '2026-11-27T08:50:00.000Z',
    '2026-11-27T06:00:00.000Z',
    here.toISOString(),
  ],
  ['beyond all reason', '2026-11-27T08:50:00.000Z', '9999-12-31T23:59:59.000Z', '1970-01-01T00:00:00.000Z'],
])('dates what a clock wrote that is %s', (_title, at, there, dated) => {
  expect(datedHere(at, there, here)).toBe(dated);
});

import { expect, test } from 'vitest';
import { recentDeaths, restartDelay } from '../../../electron/supervision/back-off.ts';

test('a first death is answered at once, repeated ones more and more slowly', () => {
  const deaths: number[] = [];
  const waits = Array.from({ length: 8 }, (_, index) => {
    deaths.push(index * 100);
    return restartDelay(deaths);
  });
  expect(waits).toEqual([0, 250, 1000, 3000, 10_000, 30_000, 30_000, 30_000]);
});

test('a process that lived for a minute starts with a clean record', () => {
  expect(restartDelay([0, 100, 200, 60_200])).toBe(0);
  expect(recentDeaths([0, 100, 50_000], 60_200)).toEqual([50_000]);
});

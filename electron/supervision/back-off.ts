/** Waits before the n-th restart within the window, in milliseconds; the last one stays. */
const waits = [0, 250, 1000, 3000, 10_000, 30_000] as const;

/** A process that lived this long starts with a clean record, in milliseconds. */
const window = 60_000;

/**
 * How long to wait before a process that just died is started again.
 * @param deaths instants of its deaths, this one last, in milliseconds of any steady clock
 */
export function restartDelay(deaths: readonly number[]): number {
  const last = deaths.at(-1);
  if (last === undefined) return 0;
  const recent = deaths.filter((instant) => last - instant < window).length;
  return waits[Math.min(recent, waits.length) - 1] ?? waits[waits.length - 1] ?? 0;
}

/** The deaths that still count. */
export function recentDeaths(deaths: readonly number[], now: number): number[] {
  return deaths.filter((instant) => now - instant < window);
}

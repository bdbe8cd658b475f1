const firstDelayMs = 1_000;
const longestDelayMs = 30_000;

/**
 * Milliseconds until the next try, for the try after `attempt` failures (0, 1, 2, ...). Doubles up to 30 s; half of it is
 * chance, so that two hundred phones do not fall on a PBX that has just come back.
 * @param random from 0 (included) to 1 (not included), as `Math.random` gives
 */
export function retryDelay(attempt: number, random: number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + random / 2));
}

/** Milliseconds after which a binding of `expires` seconds is refreshed: in time even if one refresh gets lost. */
export function refreshDelay(expires: number, random: number): number {
  return Math.round(expires * 1_000 * (0.5 + random * 0.2));
}

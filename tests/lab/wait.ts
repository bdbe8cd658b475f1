/** Waiting for a condition in the outer world, always with a deadline and a sentence on what was waited for. */

export interface WaitOptions {
  /** Default 10,000 ms. */
  readonly timeoutMs?: number;
  /** Default 25 ms. */
  readonly everyMs?: number;
  /** Added to the error, such as the output of the program that was waited for. */
  readonly details?: () => string;
}

/**
 * Asks again and again until the answer is neither `undefined`, `null` nor `false`. A question that throws counts as "not yet".
 * @throws {Error} `Waited N ms in vain for WHAT`, with the last error as its cause
 */
export async function waitFor<T>(
  what: string,
  question: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  { timeoutMs = 10_000, everyMs = 25, details }: WaitOptions = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const answer = await question();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) {
      const more = details?.().trim();
      throw new Error(`Waited ${timeoutMs} ms in vain for ${what}${more ? `\n${more}` : ''}`, { cause });
    }
    await pause(everyMs);
  }
}

/** Lets time pass, where time itself is what is wanted (a recording's length, a poll's interval). */
export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

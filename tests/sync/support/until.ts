import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a condition, for at most 20 s. Throws with what was awaited. */
export async function until<T>(
  what: string,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await delay(10);
  }
}

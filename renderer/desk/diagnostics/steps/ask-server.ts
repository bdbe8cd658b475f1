import { z } from 'zod';
import type { StepContext } from '../step.ts';

const Health = z.object({ at: z.iso.datetime().optional() });

export type ServerAnswer = {
  readonly status: number;
  /** From the question to the answer, in milliseconds. */
  readonly ms: number;
  /** How far the server's clock is before ours, in milliseconds; undefined when it does not say. */
  readonly ahead: number | undefined;
};

const patienceMs = 8_000;

/** GET /health of the central server. Undefined: nothing answers, or not in time. */
export async function askServer(context: StepContext): Promise<ServerAnswer | undefined> {
  const { serverUrl, fetch, now, signal } = context;
  const before = now();
  try {
    const response = await fetch(new URL('/health', serverUrl), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      credentials: 'omit',
      cache: 'no-store',
    });
    const after = now();
    const body = Health.safeParse(await response.json().catch(() => null));
    const at = body.success ? body.data.at : undefined;
    // The answer was written about halfway.
    const ahead = at === undefined ? undefined : Date.parse(at) - (before + after) / 2;
    return { status: response.status, ms: after - before, ahead };
  } catch {
    return undefined;
  }
}

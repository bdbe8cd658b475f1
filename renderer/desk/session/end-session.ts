import { askAs, Prover } from '../../../domain/wire/proof.ts';
import type { DeskSession } from '../data/expected-data.ts';
import type { Fetch } from './sign-in.ts';

/** Lets the server forget the session too. When it cannot be reached, the session ends there by itself. */
export async function endSession(
  fetch: Fetch,
  { serverUrl, token, key }: Pick<DeskSession, 'serverUrl' | 'token' | 'key'>,
): Promise<void> {
  if (token === null) return;
  const prover = key === undefined ? null : new Prover(key, crypto.subtle);
  const url = new URL('/v1/session', serverUrl).href;
  const end = async (headers: Readonly<Record<string, string>>) =>
    await fetch(url, { method: 'DELETE', headers, signal: AbortSignal.timeout(2000) });
  await askAs({ token, prover }, 'DELETE', url, Date.now, end).catch(() => undefined);
}

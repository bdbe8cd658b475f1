import { askAs, Prover, type PrivateDeviceKey } from '../../domain/wire/proof.ts';
import type { StoredSession } from '../../renderer/bridges/desk-bridge.ts';

export type AskServer = (
  session: Pick<StoredSession, 'serverUrl' | 'token' | 'key'>,
  method: 'GET' | 'PUT',
  path: string,
  options: { readonly patience: number; readonly body?: unknown },
) => Promise<Response>;

/**
 * How the shell asks the server in the name of who is signed in. `patience`: how long it may take, in milliseconds.
 * @param now milliseconds since the epoch
 */
export function askingServer(
  fetch: (url: string, options: RequestInit) => Promise<Response>,
  now: () => number,
): AskServer {
  // One for each key, which knows the server's clock after its first request.
  const provers = new WeakMap<PrivateDeviceKey, Prover>();
  const proverOf = (key: PrivateDeviceKey | undefined): Prover | null => {
    if (key === undefined) return null;
    const prover = provers.get(key) ?? new Prover(key, crypto.subtle);
    provers.set(key, prover);
    return prover;
  };
  return async ({ serverUrl, token, key }, method, path, { patience, body }) => {
    const url = new URL(path, serverUrl).href;
    return await askAs({ token, prover: proverOf(key) }, method, url, now, async (headers) => {
      return await fetch(url, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(patience),
        credentials: 'omit',
        cache: 'no-store',
      });
    });
  };
}

import type { Session } from 'electron';

const patienceMs = 5_000;

/**
 * Why this machine refuses the TLS certificate of a server, such as `ERR_CERT_AUTHORITY_INVALID`; null when it does not, or when the
 * server does not answer at all. Chromium tells a page nothing of the kind about its WebSocket, so it is asked with a request of its own.
 */
export async function certificateProblem(session: Pick<Session, 'fetch'>, url: string): Promise<string | null> {
  try {
    await session.fetch(url.replace(/^ws/, 'http'), {
      method: 'HEAD',
      credentials: 'omit',
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    return null;
  } catch (error) {
    return /\bERR_CERT_\w+/.exec(String(error))?.[0] ?? null;
  }
}

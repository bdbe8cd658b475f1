import { failure, success, type Result } from '../../../domain/result.ts';
import { askAs, Prover } from '../../../domain/wire/proof.ts';
import type { DeskSession } from '../data/expected-data.ts';
import { refusalOf, type Fetch } from './sign-in.ts';

export type Asking = Pick<DeskSession, 'serverUrl' | 'token' | 'key'>;

/** Longest time that the server may take, ms. */
const patience = 10_000;

/** Asks the server as who is signed in. Errors: what the server said, SERVER_UNREACHABLE, SERVER_REPLY_MALFORMED, AUTH_SESSION_ENDED. */
export async function ask(
  fetch: Fetch,
  { serverUrl, token, key }: Asking,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Result<unknown>> {
  if (token === null) return failure('AUTH_SESSION_ENDED');
  const prover = key === undefined ? null : new Prover(key, crypto.subtle);
  const url = new URL(path, serverUrl).href;
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  try {
    const response = await askAs({ token, prover }, method, url, Date.now, async (headers) => {
      const signal = AbortSignal.timeout(patience);
      return await fetch(url, { method, headers: { ...headers, ...type }, ...content, signal, credentials: 'omit' });
    });
    const text = await response.text();
    if (response.ok) return success(text === '' ? null : JSON.parse(text));
    return failure(refusalOf(response.status, text === '' ? undefined : JSON.parse(text)));
  } catch (error) {
    return failure(error instanceof SyntaxError ? 'SERVER_REPLY_MALFORMED' : 'SERVER_UNREACHABLE', String(error));
  }
}

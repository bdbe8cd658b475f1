import type { z } from 'zod';
import { CodedError } from '../../../domain/errors.ts';
import { askAs, type Authority } from '../../../domain/wire/proof.ts';
import { ErrorReply } from '../../../domain/wire/sync.ts';
import type { Platform } from '../platform.ts';

/** After this long without an answer the server counts as unreachable. A whole page of a pull comes well within it. */
const timeoutMillis = 30_000;

const decoder = new TextDecoder();

export type Credentials = Authority & { readonly serverUrl: string };

/**
 * POSTs JSON and parses the reply. Throws `CodedError`: the code that the server answered, SERVER_UNREACHABLE when there was no
 * answer, SERVER_REPLY_MALFORMED when it was not one of ours (a proxy's page, another version's shape).
 * `onSent` is called when the request is under way, which is after its proof was signed.
 */
export async function post<S extends z.ZodType>(
  platform: Pick<Platform, 'fetch' | 'after' | 'now'>,
  credentials: Credentials,
  path: string,
  body: unknown,
  schema: S,
  onSent?: () => void,
): Promise<z.infer<S>> {
  const abort = new AbortController();
  const cancel = platform.after(timeoutMillis, () => abort.abort());
  let status: number;
  let text: string;
  try {
    const url = new URL(path, credentials.serverUrl).href;
    const response = await askAs(
      credentials,
      'POST',
      url,
      () => platform.now(),
      async (headers) => {
        const answer = platform.fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
          signal: abort.signal,
          credentials: 'omit',
          // Not `no-store`, with which Chromium asks the server before each request whether it may be made (CORS): a POST is in no cache anyway.
        });
        onSent?.();
        return await answer;
      },
    );
    status = response.status;
    // At once: as text Chromium takes it piece by piece, and copies all of it each time that the next does not fit.
    text = decoder.decode(await response.arrayBuffer());
  } catch (error) {
    throw new CodedError('SERVER_UNREACHABLE', error instanceof Error ? error.message.slice(0, 200) : undefined);
  } finally {
    cancel();
  }
  const json = parsed(text);
  if (status < 200 || status >= 300) {
    const reply = ErrorReply.safeParse(json);
    if (reply.success) throw new CodedError(reply.data.code, reply.data.detail);
    throw new CodedError(
      status >= 502 && status <= 504 ? 'SERVER_UNAVAILABLE' : 'SERVER_REPLY_MALFORMED',
      `status ${status}`,
    );
  }
  const reply = schema.safeParse(json);
  if (!reply.success) throw new CodedError('SERVER_REPLY_MALFORMED', reply.error.issues[0]?.message);
  return reply.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

import type { z } from 'zod';
import { CodedError } from '../../../domain/errors.ts';
import { askAs, type Authority } from '../../../domain/wire/proof.ts';
import { readPullReply, type PulledPage } from '../../../domain/wire/pull-lines.ts';
import { ErrorReply, type PullRequest } from '../../../domain/wire/sync.ts';
import type { Platform } from '../platform.ts';

/** After this long without an answer the server counts as unreachable. A whole page of a pull comes well within it. */
const timeoutMillis = 30_000;

const decoder = new TextDecoder();

export type Credentials = Authority & { readonly serverUrl: string };

type Surroundings = Pick<Platform, 'fetch' | 'after' | 'now'>;
type Answer = { readonly contentType: string | null; readonly body: Uint8Array };

/**
 * POSTs JSON and parses the reply. Throws `CodedError`: the code that the server answered, SERVER_UNREACHABLE when there was no
 * answer, SERVER_REPLY_MALFORMED when it was not one of ours (a proxy's page, another version's shape).
 */
export async function post<S extends z.ZodType>(
  platform: Surroundings,
  credentials: Credentials,
  path: string,
  body: unknown,
  schema: S,
): Promise<z.infer<S>> {
  const answer = await ask(platform, credentials, path, body);
  const reply = schema.safeParse(parsed(answer.body));
  if (!reply.success) throw new CodedError('SERVER_REPLY_MALFORMED', reply.error.issues[0]?.message);
  return reply.data;
}

/** The same for a page of the server's rows. `onSent` is called when the request is under way, which is after its proof was signed. */
export async function postForPage(
  platform: Surroundings,
  credentials: Credentials,
  request: PullRequest,
  onSent: () => void,
): Promise<PulledPage> {
  const { contentType, body } = await ask(platform, credentials, '/v1/pull', request, onSent);
  return readPullReply(contentType, body);
}

/** Throws `CodedError`: what the server refused with, or SERVER_UNREACHABLE, SERVER_UNAVAILABLE, SERVER_REPLY_MALFORMED. */
async function ask(
  platform: Surroundings,
  credentials: Credentials,
  path: string,
  body: unknown,
  onSent?: () => void,
): Promise<Answer> {
  const abort = new AbortController();
  const cancel = platform.after(timeoutMillis, () => abort.abort());
  let status: number;
  let answer: Answer;
  try {
    const url = new URL(path, credentials.serverUrl).href;
    const response = await askAs(
      credentials,
      'POST',
      url,
      () => platform.now(),
      async (headers) => {
        const sent = platform.fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
          signal: abort.signal,
          credentials: 'omit',
          // Not `no-store`, with which Chromium asks the server before each request whether it may be made (CORS): a POST is in no cache anyway.
        });
        onSent?.();
        return await sent;
      },
    );
    status = response.status;
    // At once: as text Chromium takes it piece by piece, and copies all of it each time that the next does not fit.
    answer = {
      contentType: response.headers.get('content-type'),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  } catch (error) {
    throw new CodedError('SERVER_UNREACHABLE', error instanceof Error ? error.message.slice(0, 200) : undefined);
  } finally {
    cancel();
  }
  if (status >= 200 && status < 300) return answer;
  const reply = ErrorReply.safeParse(parsed(answer.body));
  if (reply.success) throw new CodedError(reply.data.code, reply.data.detail);
  const isDown = status >= 502 && status <= 504;
  throw new CodedError(isDown ? 'SERVER_UNAVAILABLE' : 'SERVER_REPLY_MALFORMED', `status ${status}`);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

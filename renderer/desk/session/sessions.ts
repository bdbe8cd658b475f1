import { z } from 'zod';
import type { Id } from '../../../domain/ids.ts';
import { failure, success, type Result } from '../../../domain/result.ts';
import { askAs, Prover } from '../../../domain/wire/proof.ts';
import { SessionListReply } from '../../../domain/wire/session.ts';
import type { DeskSession } from '../data/expected-data.ts';
import { refusalOf, type Fetch } from './sign-in.ts';

/** Where the agent is signed in. */
export type SessionLine = SessionListReply['sessions'][number];

type Asking = Pick<DeskSession, 'serverUrl' | 'token' | 'key'>;

/** Longest time that the server may take, ms. */
const patience = 10_000;

/** The last seen first. Errors: what the server said, SERVER_UNREACHABLE, SERVER_REPLY_MALFORMED, AUTH_SESSION_ENDED. */
export async function listSessions(fetch: Fetch, session: Asking): Promise<Result<readonly SessionLine[]>> {
  const answer = await ask(fetch, session, 'GET', '/v1/sessions');
  if (!answer.ok) return answer;
  const reply = SessionListReply.safeParse(answer.value);
  if (reply.success) return success(reply.data.sessions);
  return failure('SERVER_REPLY_MALFORMED', z.prettifyError(reply.error).slice(0, 500));
}

/** Signs another of the agent's desks out. One that is signed out already is no error. */
export async function endOtherSession(fetch: Fetch, session: Asking, id: Id): Promise<Result<null>> {
  const answer = await ask(fetch, session, 'DELETE', `/v1/sessions/${id}`);
  return answer.ok || answer.code === 'NOT_FOUND' ? success(null) : answer;
}

async function ask(
  fetch: Fetch,
  { serverUrl, token, key }: Asking,
  method: 'GET' | 'DELETE',
  path: string,
): Promise<Result<unknown>> {
  if (token === null) return failure('AUTH_SESSION_ENDED');
  const prover = key === undefined ? null : new Prover(key, crypto.subtle);
  const url = new URL(path, serverUrl).href;
  try {
    const response = await askAs(
      { token, prover },
      method,
      url,
      Date.now,
      async (headers) =>
        await fetch(url, { method, headers, signal: AbortSignal.timeout(patience), credentials: 'omit' }),
    );
    const text = await response.text();
    if (response.ok) return success(text === '' ? null : JSON.parse(text));
    return failure(refusalOf(response.status, text === '' ? undefined : JSON.parse(text)));
  } catch (error) {
    return failure(error instanceof SyntaxError ? 'SERVER_REPLY_MALFORMED' : 'SERVER_UNREACHABLE', String(error));
  }
}

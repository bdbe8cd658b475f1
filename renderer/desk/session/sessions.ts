import { z } from 'zod';
import type { Id } from '../../../domain/ids.ts';
import { failure, success, type Result } from '../../../domain/result.ts';
import { SessionListReply } from '../../../domain/wire/session.ts';
import { ask, type Asking } from './ask.ts';
import type { Fetch } from './sign-in.ts';

/** Where the agent is signed in. */
export type SessionLine = SessionListReply['sessions'][number];

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

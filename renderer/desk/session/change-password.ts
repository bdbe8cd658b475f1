import { z } from 'zod';
import { passwordLengthTrouble } from '../../../domain/agent/password.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import { failure, success, type Result } from '../../../domain/result.ts';
import { ChangePasswordReply, type ChangePasswordRequest } from '../../../domain/wire/session.ts';
import { ask, type Asking } from './ask.ts';
import type { Fetch } from './sign-in.ts';

/**
 * Gives the agent another password (POST /v1/password). Both go nowhere else, and are not kept. Errors: what is wrong with the new one, found here or by the
 * server, what else the server said, and those of `ask`.
 */
export async function changePassword(
  fetch: Fetch,
  session: Asking,
  request: ChangePasswordRequest,
): Promise<Result<ChangePasswordReply>> {
  const trouble = passwordLengthTrouble(request.newPassword);
  if (trouble !== null) return failure(trouble);
  const answer = await ask(fetch, session, 'POST', '/v1/password', request);
  if (!answer.ok) return answer;
  const reply = ChangePasswordReply.safeParse(answer.value);
  return reply.success
    ? success(reply.data)
    : failure('SERVER_REPLY_MALFORMED', z.prettifyError(reply.error).slice(0, 500));
}

const inQuestion: Partial<Record<ErrorCode, 'present' | 'new'>> = {
  AUTH_PASSWORD_WRONG: 'present',
  AUTH_PASSWORD_TOO_SHORT: 'new',
  AUTH_PASSWORD_TOO_LONG: 'new',
  AUTH_PASSWORD_COMMON: 'new',
  AUTH_PASSWORD_HAS_LOGIN: 'new',
  AUTH_PASSWORD_SAME: 'new',
};

/** Which of the two passwords an error is about; null: neither. */
export function passwordInQuestion(code: ErrorCode): 'present' | 'new' | null {
  return inQuestion[code] ?? null;
}

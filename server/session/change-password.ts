import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CodedError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { ChangePasswordReply, ChangePasswordRequest } from '../../domain/wire/session.ts';
import { ofAgent, writeAudit } from '../audit/audit.ts';
import type { Database } from '../database/schema.ts';
import type { News } from '../events/news.ts';
import type { RouteDescription } from '../openapi/describe.ts';
import { readRequest } from '../requests.ts';
import { requireSession, signedIn } from './authentication.ts';
import type { Gate } from './gate.ts';
import { requireNewPassword } from './new-password.ts';
import type { PasswordAttempts } from './password-attempts.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import type { Sessions } from './sessions.ts';

export type ChangePasswordOptions = {
  readonly db: Database;
  readonly gate: Gate;
  readonly sessions: Sessions;
  readonly news: News;
  readonly attempts: PasswordAttempts;
};

const describe: RouteDescription = {
  summary: 'Gives the agent another password, who knows the present one; their other sessions end.',
  access: 'session',
  body: { ChangePasswordRequest },
  reply: { ChangePasswordReply },
  codes: [
    'AUTH_PASSWORD_WRONG',
    'AUTH_PASSWORD_TOO_SHORT',
    'AUTH_PASSWORD_TOO_LONG',
    'AUTH_PASSWORD_COMMON',
    'AUTH_PASSWORD_HAS_LOGIN',
    'AUTH_PASSWORD_SAME',
    'AUTH_PASSWORD_ELSEWHERE',
    'AUTH_TOO_MANY_ATTEMPTS',
  ],
};

/** POST /v1/password, in a scope that has the rate limit of `attempts`. */
export function changePasswordRoute(app: FastifyInstance, options: ChangePasswordOptions, done: () => void): void {
  const { news, attempts } = options;
  requireSession(app, options.gate);
  app.post(
    '/v1/password',
    {
      config: { describe, rateLimit: attempts.limitOf((request) => signedIn(request).agent.login) },
      // What cannot be a new password is no attempt at the present one.
      preHandler: (request, _reply, next) => {
        requireChange(request);
        next();
      },
    },
    async (request): Promise<ChangePasswordReply> => {
      const { agent, sessionId } = signedIn(request);
      const ended = await attempts.attempt(
        agent.login,
        request.ip,
        async () => await changePassword(options, request, requireChange(request)),
      );
      request.log.info({ agentId: agent.id, sessionId, sessionIds: ended }, 'password changed');
      news.publish({ kind: 'ended', sessionIds: ended });
      return { sessionsEnded: ended.length };
    },
  );
  done();
}

/** Throws `CodedError` AUTH_PASSWORD_ELSEWHERE, AUTH_PASSWORD_SAME, REQUEST_MALFORMED, and what `requireNewPassword` throws. */
function requireChange(request: FastifyRequest): ChangePasswordRequest {
  const { agent, by } = signedIn(request);
  if (by === 'oidc') throw new CodedError('AUTH_PASSWORD_ELSEWHERE');
  const asked = readRequest(ChangePasswordRequest, request.body);
  requireNewPassword(asked.newPassword, agent.login);
  if (asked.newPassword.normalize('NFC') === asked.password.normalize('NFC'))
    throw new CodedError('AUTH_PASSWORD_SAME');
  return asked;
}

/** Returns the sessions that have ended by it. Throws `CodedError` AUTH_PASSWORD_WRONG. */
async function changePassword(
  { db, sessions }: ChangePasswordOptions,
  request: FastifyRequest,
  { password, newPassword }: ChangePasswordRequest,
): Promise<Id[]> {
  const { agent, sessionId } = signedIn(request);
  const actor = ofAgent(agent.id);
  const before = await db
    .selectFrom('credentials')
    .select('password_hash')
    .where('agent_id', '=', agent.id)
    .executeTakeFirst();
  if (before === undefined || !(await verifyPassword(before.password_hash, password))) {
    const detail = { address: request.ip, sessionId };
    await writeAudit(db, { actor, action: 'agent.password.refused', subject: agent.id, detail });
    throw new CodedError('AUTH_PASSWORD_WRONG');
  }
  const password_hash = await hashPassword(newPassword);
  return await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('credentials')
      .set({ password_hash })
      .where('agent_id', '=', agent.id)
      .where('password_hash', '=', before.password_hash)
      .executeTakeFirst();
    // Changed from elsewhere meanwhile: what was shown is not the present one any more.
    if (numUpdatedRows === 0n) throw new CodedError('AUTH_PASSWORD_WRONG');
    const ended = await sessions.revokeOthers(trx, agent.id, sessionId);
    const detail = { address: request.ip, sessionId, sessionsEnded: ended.length };
    await writeAudit(trx, { actor, action: 'agent.password', subject: agent.id, detail });
    return ended;
  });
}

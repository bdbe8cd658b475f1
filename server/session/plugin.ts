import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CodedError } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { SessionInfo, SessionListReply, SignInReply, SignInRequest } from '../../domain/wire/session.ts';
import { ofAgent, writeAudit } from '../audit/audit.ts';
import type { News } from '../events/news.ts';
import type { RouteDescription } from '../openapi/describe.ts';
import { readRequest } from '../requests.ts';
import { requireSession, signedIn } from './authentication.ts';
import { beginSession, requireDeviceKey, sessionInfo, type BeginSessionOptions } from './begin-session.ts';
import { changePasswordRoute } from './change-password.ts';
import type { Gate } from './gate.ts';
import { PasswordAttempts, type PasswordLimits } from './password-attempts.ts';
import { loginKey, verifyPassword } from './passwords.ts';

export type SessionPluginOptions = BeginSessionOptions &
  PasswordLimits & {
    readonly gate: Gate;
    readonly news: News;
    /** Passwords open nothing: who signs in does at the identity provider. */
    readonly oidcOnly: boolean;
  };

const SessionId = z.object({ id: Id });

const describeSignIn: RouteDescription = {
  summary: 'Signs an agent in on a device.',
  access: 'public',
  body: { SignInRequest },
  reply: { SignInReply },
  codes: ['AUTH_WRONG_CREDENTIALS', 'AUTH_PASSWORDS_OFF', 'AUTH_TOO_MANY_ATTEMPTS', 'CLIENT_TOO_OLD'],
};
const describeSession: RouteDescription = {
  summary: 'Who is signed in and with which line.',
  access: 'session',
  reply: { SessionInfo },
};
const describeSessions: RouteDescription = {
  summary: 'The devices on which the agent is signed in.',
  access: 'session',
  reply: { SessionListReply },
};
const describeEnd: RouteDescription = { summary: 'Ends this session.', access: 'session' };
const describeEndOther: RouteDescription = {
  summary: 'Ends a session of the same agent, on whatever device.',
  access: 'session',
  params: SessionId,
  codes: ['NOT_FOUND'],
};

/** Sign-in, the password of who is signed in, the session's information, the list of sessions and their end. */
export async function sessionPlugin(app: FastifyInstance, options: SessionPluginOptions): Promise<void> {
  await app.register(passwordRoutes, options);
  await app.register(sessionRoutes, options);
}

/** Where a password is asked for. */
async function passwordRoutes(app: FastifyInstance, options: SessionPluginOptions): Promise<void> {
  const attempts = new PasswordAttempts(options);
  await app.register(rateLimit, { global: false, store: attempts.Store });
  app.post(
    '/v1/session',
    { config: { describe: describeSignIn, rateLimit: attempts.limitOf(typedLogin) } },
    async (request): Promise<SignInReply> => {
      const { login, password, device, key } = readRequest(SignInRequest, request.body);
      requireDeviceKey(options, key);
      const proven = await attempts.attempt(
        login,
        request.ip,
        async () => await whoSignsIn(options, request, login, password),
      );
      return await beginSession(options, request, { ...proven, device, key, by: 'password' });
    },
  );
  await app.register(changePasswordRoute, { ...options, attempts });
}

/** Throws `CodedError` AUTH_WRONG_CREDENTIALS, in the same words and after the same time whatever was wrong, and AUTH_PASSWORDS_OFF. */
async function whoSignsIn(
  { db, oidcOnly }: Pick<SessionPluginOptions, 'db' | 'oidcOnly'>,
  request: FastifyRequest,
  login: string,
  password: string,
): Promise<{ readonly agentId: Id; readonly passwordHash: string }> {
  if (oidcOnly) {
    const detail = { address: request.ip, code: 'AUTH_PASSWORDS_OFF' };
    await writeAudit(db, { actor: 'nobody', action: 'session.refused', detail });
    throw new CodedError('AUTH_PASSWORDS_OFF');
  }
  const account = await db
    .selectFrom('credentials')
    .select(['agent_id', 'password_hash'])
    .where('login_key', '=', loginKey(login))
    .executeTakeFirst();
  const right = await verifyPassword(account?.password_hash, password);
  if (account === undefined || !right) {
    request.log.info({ address: request.ip }, 'sign-in refused');
    // Not the login that was typed where nobody has it: it may be a password in the wrong field.
    const subject = account?.agent_id;
    await writeAudit(db, { actor: 'nobody', action: 'session.refused', subject, detail: { address: request.ip } });
    throw new CodedError('AUTH_WRONG_CREDENTIALS');
  }
  return { agentId: account.agent_id, passwordHash: account.password_hash };
}

/** A body without a login counts too, by its address. */
function typedLogin(request: FastifyRequest): string {
  const body = z.object({ login: z.string() }).safeParse(request.body);
  return body.success ? body.data.login : '';
}

function sessionRoutes(app: FastifyInstance, options: SessionPluginOptions, done: () => void): void {
  const { sessions, news, gate } = options;
  requireSession(app, gate);
  app.get(
    '/v1/session',
    { config: { describe: describeSession } },
    async (request): Promise<SessionInfo> => await sessionInfo(options, signedIn(request)),
  );

  app.get('/v1/sessions', { config: { describe: describeSessions } }, async (request): Promise<SessionListReply> => {
    const { agent, sessionId } = signedIn(request);
    const list = await sessions.list(agent.id);
    return {
      sessions: list.map((session) => ({
        id: session.id,
        device: session.device,
        createdAt: session.createdAt.toISOString(),
        lastSeenAt: session.lastSeenAt.toISOString(),
        current: session.id === sessionId,
        bound: session.bound,
      })),
    };
  });

  const end = async (request: FastifyRequest, sessionId: Id) => {
    const ended = await sessions.revoke(signedIn(request).agent.id, sessionId);
    if (ended.length === 0) throw new CodedError('NOT_FOUND');
    request.log.info({ sessionIds: ended }, 'session ended');
    const actor = ofAgent(signedIn(request).agent.id);
    await writeAudit(options.db, { actor, action: 'session.end', subject: sessionId });
    news.publish({ kind: 'ended', sessionIds: ended });
  };
  app.delete('/v1/session', { config: { describe: describeEnd } }, async (request, reply) => {
    await end(request, signedIn(request).sessionId);
    return await reply.code(204).send();
  });
  app.delete('/v1/sessions/:id', { config: { describe: describeEndOther } }, async (request, reply) => {
    await end(request, readRequest(SessionId, request.params).id);
    return await reply.code(204).send();
  });
  done();
}

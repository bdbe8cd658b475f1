import type { FastifyRequest } from 'fastify';
import { Team } from '../../domain/agent/agent.ts';
import { CodedError } from '../../domain/errors.ts';
import type { FileLimits } from '../../domain/file/file.ts';
import type { DeviceKey } from '../../domain/wire/proof.ts';
import type { SessionInfo, SignInReply } from '../../domain/wire/session.ts';
import { ofAgent, writeAudit } from '../audit/audit.ts';
import type { Database } from '../database/schema.ts';
import type { OidcSettings } from '../oidc/settings.ts';
import { lineOf } from '../provisioning/lines.ts';
import type { SecretBox } from '../provisioning/secret-box.ts';
import { withRelays, type TurnServers } from '../provisioning/turn.ts';
import { requirePoint } from './proof.ts';
import type { NewSession, Sessions, SignedIn } from './sessions.ts';

export type SessionInfoOptions = {
  readonly db: Database;
  readonly box: SecretBox;
  readonly serverName: string;
  readonly turn: TurnServers | undefined;
  readonly now: () => Date;
  readonly files: FileLimits;
  /** Undefined: there is only the login with a password. */
  readonly oidc: OidcSettings | undefined;
};

export type BeginSessionOptions = SessionInfoOptions & {
  readonly sessions: Sessions;
  /** Desks that bring no key of their device are sent away. */
  readonly deviceKeyRequired: boolean;
};

/** Throws `CodedError` CLIENT_TOO_OLD and REQUEST_MALFORMED. To be called before anything is checked that takes time. */
export function requireDeviceKey({ deviceKeyRequired }: BeginSessionOptions, key: DeviceKey | undefined): void {
  if (key !== undefined) requirePoint(key);
  else if (deviceKeyRequired) throw new CodedError('CLIENT_TOO_OLD', 'no device key');
}

/** Signs in who has proven to be this agent. */
export async function beginSession(
  options: BeginSessionOptions,
  request: FastifyRequest,
  session: NewSession,
): Promise<SignInReply> {
  const { agentId, device, key, by } = session;
  requireDeviceKey(options, key);
  const { signedIn, token } = await options.sessions.create(session);
  request.log.info({ agentId, sessionId: signedIn.sessionId }, 'signed in');
  const detail = { device, address: request.ip, by };
  await writeAudit(options.db, {
    actor: ofAgent(agentId),
    action: 'session.start',
    subject: signedIn.sessionId,
    detail,
  });
  return { ...(await sessionInfo(options, signedIn)), token, bound: key !== undefined };
}

export async function sessionInfo(options: SessionInfoOptions, signedIn: SignedIn): Promise<SessionInfo> {
  const { db, box, serverName, turn, now, files, oidc } = options;
  const teams = await db.selectFrom('teams').select('data').orderBy('id').execute();
  const line = await lineOf(db, box, signedIn.agent.id);
  return {
    agent: signedIn.agent,
    teams: teams.map((team) => Team.parse(team.data)),
    line: line === null ? null : withRelays(line, turn, signedIn.agent.id, now()),
    serverName,
    files: { mostBytes: files.mostBytes, types: [...files.types] },
    provider: signedIn.by === 'oidc' ? (oidc?.name ?? null) : null,
    expiresAt: signedIn.expiresAt.toISOString(),
  };
}

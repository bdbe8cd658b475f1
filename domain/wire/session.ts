import { z } from 'zod';
import { Agent, Team } from '../agent/agent.ts';
import { mostPasswordUnits } from '../agent/password.ts';
import { FileLimits } from '../file/file.ts';
import { Id, Instant } from '../ids.ts';
import { DeviceKey } from './proof.ts';
import { Line } from './provisioning.ts';

/** POST /v1/session */
export const SignInRequest = z.object({
  login: z.string().trim().min(1).max(64),
  password: z.string().min(1).max(mostPasswordUnits),
  /** Shown in the list of an agent's sessions, so that they can revoke one. */
  device: z.string().max(120),
  /** The session is bound to the device that has this key: its requests then need a proof (proof.ts). */
  key: DeviceKey.optional(),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

/** Who is signed in and with which line. GET /v1/session answers it, and POST adds the token. */
export const SessionInfo = z.object({
  agent: Agent,
  teams: z.array(Team),
  line: Line.nullable(),
  serverName: z.string().max(120),
  /** What files the server takes; absent: none, as servers that know of no files. */
  files: FileLimits.nullish(),
  /** The identity provider that this session was signed in at, as the organisation calls it; null: a password did. Absent: a server that does not say. */
  provider: z.string().max(60).nullish(),
  expiresAt: Instant,
});
export type SessionInfo = z.infer<typeof SessionInfo>;

/** `token` is a secret: sent as `Authorization: Bearer` (`DPoP` where `bound`), kept by the shell, never logged. */
export const SignInReply = SessionInfo.extend({
  token: z.string().min(32).max(256),
  /** The server has taken the key of the request. Absent: from a server that knows of none. */
  bound: z.boolean().default(false),
});
export type SignInReply = z.infer<typeof SignInReply>;

/** POST /v1/password: the agent's own, from now on `newPassword`. Their other sessions end. */
export const ChangePasswordRequest = z.object({
  /** The present one. */
  password: z.string().min(1).max(mostPasswordUnits),
  /** Longer than it may be: what is too long is told as such. */
  newPassword: z.string().min(1).max(4000),
});
export type ChangePasswordRequest = z.infer<typeof ChangePasswordRequest>;
export const ChangePasswordReply = z.object({ sessionsEnded: z.int().nonnegative() });
export type ChangePasswordReply = z.infer<typeof ChangePasswordReply>;

/** GET /v1/sessions: one line per device that is signed in. DELETE /v1/sessions/:id revokes one; DELETE /v1/session this one. */
export const SessionListReply = z.object({
  sessions: z.array(
    z.object({
      id: Id,
      device: z.string(),
      createdAt: Instant,
      lastSeenAt: Instant,
      current: z.boolean(),
      /** Its token is of no use elsewhere. */
      bound: z.boolean().default(false),
    }),
  ),
});
export type SessionListReply = z.infer<typeof SessionListReply>;

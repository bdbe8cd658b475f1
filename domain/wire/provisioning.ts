import { z } from 'zod';
import { Instant } from '../ids.ts';

/** Servers as RTCIceServer (W3C WebRTC). */
export const IceServer = z.object({
  urls: z.union([z.string().max(512), z.array(z.string().max(512)).max(8)]),
  username: z.string().max(256).optional(),
  credential: z.string().max(512).optional(),
});

/** Name of a SIP header (RFC 3261 §25.1 token). */
const HeaderName = z.string().regex(/^[\w!%*.+`'~-]{1,64}$/);

/** How the calls of a line are treated; everything has a default. */
export const CallRules = z.object({
  /** How digits are sent: in the sound (RFC 4733), or as INFO for PBXs that know only that. */
  dtmf: z.enum(['rtp', 'info']).default('rtp'),
  /** Whether next to nothing is sent while the agent is silent (Opus DTX, RFC 7587 §3.1.3). */
  dtx: z.boolean().default(true),
  /** Whether a call may be answered by itself when the PBX asks for it (Alert-Info, Call-Info). */
  autoAnswer: z.boolean().default(false),
  /** What is dialled to leave a message for this line; a caller is diverted there. Null: there is no voicemail. */
  voicemail: z.string().min(1).max(64).nullable().default(null),
  /** What is dialled to listen to the messages of this line. Null: the desk offers no way to them. */
  messages: z.string().min(1).max(64).nullable().default(null),
  headers: z
    .object({
      /** The header with the name of the queue, and the one with the customer's number. */
      queue: HeaderName.nullable().default('X-Queue'),
      customerNumber: HeaderName.nullable().default('X-Customer-Number'),
      /** Others to show, under these words. */
      shown: z
        .array(z.object({ name: HeaderName, label: z.string().min(1).max(40) }))
        .max(8)
        .default([]),
    })
    .prefault({}),
});
export type CallRules = z.infer<typeof CallRules>;

/** A queue that this line can work in. `id` stands for it in the codes. */
export const LineQueue = z.object({
  id: z.string().regex(/^[\w.-]{1,40}$/),
  name: z.string().min(1).max(80),
});
export type LineQueue = z.infer<typeof LineQueue>;

/** What is dialled or watched, with `{queue}`, `{line}` and `{reason}` in the place of what they are. */
const CodePattern = z.string().regex(/^([\w*#+.-]|\{(queue|line|reason)\}){1,64}$/);

/**
 * How the PBX is told that the agent comes, goes and pauses, and how it says what it knows: the codes are dialled, the hints are
 * watched (SUBSCRIBE, dialog-info). What is null does not exist there.
 */
export const FeatureCodes = z.object({
  signIn: CodePattern.nullable().default(null),
  signOut: CodePattern.nullable().default(null),
  /** Pauses in every queue, with the code of the reason in the place of `{reason}`. */
  pause: CodePattern.nullable().default(null),
  unpause: CodePattern.nullable().default(null),
  /** Busy while the agent is a member of the queue. */
  signedInHint: CodePattern.nullable().default(null),
  /** Busy while the agent is paused. */
  pausedHint: CodePattern.nullable().default(null),
});
export type FeatureCodes = z.infer<typeof FeatureCodes>;

/** The agent's SIP line, given at sign-in so that any desk becomes theirs. `password` is a secret: never logged, kept by the shell. */
export const Line = z.object({
  /** SIP address of record (RFC 3261 §19.1), `sip:201@pbx.example`. */
  aor: z.string().regex(/^sips?:[^@\s]{1,64}@[^\s@]{1,253}$/),
  authorizationUser: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
  displayName: z.string().max(120),
  /** SIP over WebSocket (RFC 7118), the preferred one first. */
  servers: z
    .array(z.url({ protocol: /^wss?$/ }))
    .min(1)
    .max(4),
  iceServers: z.array(IceServer).max(8),
  /** Sound goes through the TURN servers only, never straight to the PBX. */
  relayOnly: z.boolean().default(false),
  /** When the credentials of the servers expire; the server says it where it makes them, and desks renew them in time. */
  iceExpiresAt: Instant.nullable().default(null),
  /** Seconds (RFC 3261 §10.2.1.1). */
  registerExpires: z.int().min(60).max(7200),
  /** What the agents dial from; decides how national numbers are read. ISO 3166-1 alpha-2. */
  country: z.string().length(2),
  /** What is dialled to hear oneself, for a test call. */
  echoNumber: z.string().min(1).max(64).optional(),
  calls: CallRules.prefault({}),
  queues: z.array(LineQueue).max(20).default([]),
  featureCodes: FeatureCodes.prefault({}),
});
export type Line = z.infer<typeof Line>;

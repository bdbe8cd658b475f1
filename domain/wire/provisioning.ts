import { z } from 'zod';

/** Servers as RTCIceServer (W3C WebRTC). */
export const IceServer = z.object({
  urls: z.union([z.string().max(512), z.array(z.string().max(512)).max(8)]),
  username: z.string().max(256).optional(),
  credential: z.string().max(512).optional(),
});

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
  /** Seconds (RFC 3261 §10.2.1.1). */
  registerExpires: z.int().min(60).max(7200),
  /** What the agents dial from; decides how national numbers are read. ISO 3166-1 alpha-2. */
  country: z.string().length(2),
});
export type Line = z.infer<typeof Line>;

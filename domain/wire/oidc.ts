import { z } from 'zod';
import { DeviceKey } from './proof.ts';

/** Sign-in at the organisation's identity provider, in the system's browser (RFC 8252): the desk waits at a port of its own machine for what comes back. */

/** GET /v1/sign-in: how one can sign in at this server. */
export const SignInWays = z.object({
  provider: z.object({ name: z.string().max(60) }).nullable(),
  /** With a login and a password of the server's own. Absent: from a server that always takes them. */
  password: z.boolean().default(true),
});
export type SignInWays = z.infer<typeof SignInWays>;

/** RFC 8252 §7.3. */
const LoopbackUri = z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}\/$/);

/** 32 bytes or more in base64url. */
const Random = z.string().regex(/^[A-Za-z0-9_-]{43,128}$/);

/** POST /v1/oidc: where the browser is to go. `challenge`: S256 of the verifier (RFC 7636). */
export const OidcStart = z.object({ redirectUri: LoopbackUri, state: Random, nonce: Random, challenge: Random });
export type OidcStart = z.infer<typeof OidcStart>;
export const OidcStartReply = z.object({ url: z.url({ protocol: /^https?$/ }).max(8000) });
export type OidcStartReply = z.infer<typeof OidcStartReply>;

/** What came back by the browser, and what only the desk that sent it there knows. */
export const OidcAnswer = z.object({
  redirectUri: LoopbackUri,
  state: Random,
  nonce: Random,
  verifier: Random,
  code: z.string().min(1).max(4000),
  /** RFC 9207. */
  iss: z.string().max(2000).optional(),
});
export type OidcAnswer = z.infer<typeof OidcAnswer>;

/** POST /v1/oidc/session answers like POST /v1/session. */
export const OidcSignInRequest = OidcAnswer.extend({ device: z.string().max(120), key: DeviceKey.optional() });
export type OidcSignInRequest = z.infer<typeof OidcSignInRequest>;

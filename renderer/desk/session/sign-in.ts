import { z } from 'zod';
import type { ErrorCode } from '../../../domain/errors.ts';
import { failure, success, type Result } from '../../../domain/result.ts';
import { SignInWays, type OidcSignInRequest } from '../../../domain/wire/oidc.ts';
import { ErrorReply } from '../../../domain/wire/sync.ts';
import { SignInReply, type SignInRequest } from '../../../domain/wire/session.ts';

export type Fetch = typeof fetch;

/** Longest time that a sign-in may take, ms: a server that says nothing for so long does not answer. */
const patience = 15_000;

/**
 * Signs in at a server (POST /v1/session). The password goes nowhere else and is not kept. Errors: what the server said, or
 * SERVER_UNREACHABLE, SERVER_REPLY_MALFORMED, PROVISIONING_MALFORMED (the account is right, its line is not).
 */
export async function signIn(fetch: Fetch, serverUrl: string, request: SignInRequest): Promise<Result<SignInReply>> {
  return await ask(fetch, serverUrl, '/v1/session', request);
}

/** The same with what came back from the identity provider (POST /v1/oidc/session). */
export async function signInBack(
  fetch: Fetch,
  serverUrl: string,
  request: OidcSignInRequest,
): Promise<Result<SignInReply>> {
  return await ask(fetch, serverUrl, '/v1/oidc/session', request);
}

/** How one can sign in at a server; null: it does not say. */
export async function signInWays(fetch: Fetch, serverUrl: string): Promise<SignInWays | null> {
  try {
    const response = await fetch(new URL('/v1/sign-in', serverUrl), {
      signal: AbortSignal.timeout(patience),
      credentials: 'omit',
      cache: 'no-store',
    });
    const ways = SignInWays.safeParse(await bodyOf(response));
    return response.ok && ways.success ? ways.data : null;
  } catch {
    // Whoever signs in is told what is wrong.
    return null;
  }
}

async function ask(fetch: Fetch, serverUrl: string, path: string, request: unknown): Promise<Result<SignInReply>> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(new URL(path, serverUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(patience),
      credentials: 'omit',
      cache: 'no-store',
    });
    body = await bodyOf(response);
  } catch (error) {
    return failure('SERVER_UNREACHABLE', String(error));
  }
  return response.ok ? readReply(body) : failure(refusalOf(response.status, body));
}

/** The reply of a sign-in, or what is wrong with it. */
export function readReply(body: unknown): Result<SignInReply> {
  const parsed = SignInReply.safeParse(body);
  if (parsed.success) return success(parsed.data);
  const inLine = parsed.error.issues.every((issue) => issue.path[0] === 'line');
  return failure(
    inLine ? 'PROVISIONING_MALFORMED' : 'SERVER_REPLY_MALFORMED',
    z.prettifyError(parsed.error).slice(0, 500),
  );
}

/** Something that is not Casque's server may answer too: a portal, a proxy. */
export function refusalOf(status: number, body: unknown): ErrorCode {
  const reply = ErrorReply.safeParse(body);
  if (reply.success) return reply.data.code;
  if (status === 429) return 'AUTH_TOO_MANY_ATTEMPTS';
  return status >= 500 ? 'SERVER_UNAVAILABLE' : 'SERVER_REPLY_MALFORMED';
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The origin of a server from what a person types: `casque.example`, `https://casque.example/`, `localhost:7300`. */
export function readServerAddress(typed: string): string | null {
  const text = typed.trim();
  if (text === '') return null;
  const local = /^(localhost|127\.|\[::1\]|10\.|192\.168\.)/.test(text);
  const written = /^https?:\/\//i.test(text) ? text : `${local ? 'http' : 'https'}://${text}`;
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  return url.hostname !== '' && url.username === '' ? url.origin : null;
}

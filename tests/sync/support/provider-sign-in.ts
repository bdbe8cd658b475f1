import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { OidcStartReply, type OidcAnswer } from '../../../domain/wire/oidc.ts';
import { SignInReply } from '../../../domain/wire/session.ts';
import { signInAtProvider } from '../../lab/identity-provider.ts';
import { request, type Answer } from './desk.ts';

/** What a desk does on the wire when somebody signs in at the identity provider. */

export const random = () => randomBytes(32).toString('base64url');

export type Begun = Omit<OidcAnswer, 'code' | 'iss'> & { readonly url: string };

export async function begin(serverUrl: string): Promise<Begun> {
  const known = { redirectUri: 'http://127.0.0.1:9/', state: random(), nonce: random(), verifier: random() };
  const challenge = createHash('sha256').update(known.verifier).digest('base64url');
  const { redirectUri, state, nonce } = known;
  const answer = await request(serverUrl, 'POST', '/v1/oidc', { body: { redirectUri, state, nonce, challenge } });
  expect(answer.status).toBe(200);
  return { ...known, url: OidcStartReply.parse(answer.body).url };
}

/** What the desk sends when the browser is back. */
export function answerOf({ redirectUri, state, nonce, verifier }: Begun, back: URL): OidcAnswer {
  const [code, iss] = [back.searchParams.get('code') ?? '', back.searchParams.get('iss')];
  return { redirectUri, state, nonce, verifier, code, ...(iss === null ? {} : { iss }) };
}

export async function finish(serverUrl: string, answer: OidcAnswer): Promise<Answer> {
  return await request(serverUrl, 'POST', '/v1/oidc/session', { body: { ...answer, device: 'test' } });
}

/** All of it, as this account there. */
export async function tryProvider(serverUrl: string, account: string): Promise<Answer> {
  const begun = await begin(serverUrl);
  return await finish(serverUrl, answerOf(begun, await signInAtProvider(begun.url, account)));
}

export async function signInByProvider(serverUrl: string, account: string): Promise<SignInReply> {
  return SignInReply.parse((await tryProvider(serverUrl, account)).body);
}

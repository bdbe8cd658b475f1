import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CodedError } from '../../domain/errors.ts';
import type { Gate } from './gate.ts';
import type { SignedIn } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
}

/** Every route of this plugin's scope then needs a session; it is checked before the body is read. */
export function requireSession(app: FastifyInstance, gate: Gate): void {
  app.addHook('onRequest', async (request) => {
    const proof = request.headers['dpop'];
    const shown = {
      token: tokenOf(request),
      proof: typeof proof === 'string' ? proof : undefined,
      method: request.method,
      path: request.url.split('?')[0] ?? '',
    };
    request.signedIn = await gate.open(shown, request.ip);
  });
}

export function signedIn(request: FastifyRequest): SignedIn {
  if (request.signedIn === null) throw new CodedError('AUTH_SESSION_ENDED');
  return request.signedIn;
}

/** RFC 6750 §2.1, RFC 9449 §7.1 */
function tokenOf(request: FastifyRequest): string | undefined {
  const match = /^(?:Bearer|DPoP) ([A-Za-z0-9_-]{32,256})$/i.exec(request.headers.authorization ?? '');
  return match?.[1];
}

import { createHash, createPublicKey, verify } from 'node:crypto';
import type { z } from 'zod';
import { CodedError } from '../../domain/errors.ts';
import { ProofHeader, ProofPayload, type DeviceKey } from '../../domain/wire/proof.ts';
import { CountedWindows } from '../limits/counted-windows.ts';

/** How old a proof may be, or how far ahead a clock. Milliseconds. */
const freshness = 120_000;

const longestProof = 2000;

export type ProvenRequest = { readonly token: string; readonly method: string; readonly path: string };

/** Checks that a request comes from the device of its session (RFC 9449 §4.3), and that it came once. Remembers on this node alone. */
export class ProofCheck {
  readonly #now: () => number;
  readonly #seen: CountedWindows;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#seen = new CountedWindows(now);
  }

  /**
   * Throws `CodedError` AUTH_SESSION_ENDED for a proof that is none, and AUTH_PROOF_STALE, with the server's time, for one of another time or one
   * that was seen: the device makes another.
   */
  require(proof: string | undefined, key: DeviceKey, { token, method, path }: ProvenRequest): void {
    const payload = payloadOf(proof ?? '', key);
    const ath = createHash('sha256').update(token).digest('base64url');
    // Only the path: behind a proxy the server does not know by which name it was asked.
    const right = payload?.htm === method && URL.parse(payload.htu)?.pathname === path && payload.ath === ath;
    if (payload === undefined || !right) throw new CodedError('AUTH_SESSION_ENDED');
    const now = this.#now();
    const fresh = Math.abs(payload.iat * 1000 - now) <= freshness;
    if (!fresh || this.#seen.count(payload.jti, 2 * freshness).current > 1) {
      throw new CodedError('AUTH_PROOF_STALE', new Date(now).toISOString());
    }
  }
}

/** What a proof says when this key has signed it. */
function payloadOf(proof: string, key: DeviceKey): z.infer<typeof ProofPayload> | undefined {
  const [header = '', payload = '', signature = '', ...rest] = proof.length > longestProof ? [] : proof.split('.');
  const said = ProofHeader.safeParse(decoded(header));
  if (rest.length > 0 || !said.success || said.data.jwk.x !== key.x || said.data.jwk.y !== key.y) return undefined;
  const signed = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return signed ? ProofPayload.safeParse(decoded(payload)).data : undefined;
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Throws `CodedError` REQUEST_MALFORMED for coordinates that are no point of the curve. */
export function requirePoint(key: DeviceKey): DeviceKey {
  try {
    createPublicKey({ key, format: 'jwk' });
    return key;
  } catch (error) {
    throw new CodedError('REQUEST_MALFORMED', 'key', { cause: error });
  }
}

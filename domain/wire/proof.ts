import { z } from 'zod';
import { newId } from '../ids.ts';
import { ErrorReply } from './sync.ts';

/**
 * A session that is bound to a device: each request carries, beside the token, a signature by a key that never leaves the device (DPoP, RFC 9449).
 * A token that was read somewhere opens nothing by itself.
 */

/** 32 bytes. */
const Coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** The public half, as a JWK (RFC 7518 §6.2). */
export const DeviceKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: Coordinate, y: Coordinate });
export type DeviceKey = z.infer<typeof DeviceKey>;

/** Both halves; kept by the system's keyring with the session. */
export const PrivateDeviceKey = DeviceKey.extend({ d: Coordinate });
export type PrivateDeviceKey = z.infer<typeof PrivateDeviceKey>;

/** RFC 9449 §4.2. */
export const ProofHeader = z.object({ typ: z.literal('dpop+jwt'), alg: z.literal('ES256'), jwk: DeviceKey });
export const ProofPayload = z.object({
  jti: z.string().min(1).max(64),
  htm: z.string().max(16),
  htu: z.string().max(2000),
  /** Seconds since 1970 UTC. */
  iat: z.int(),
  /** SHA-256 of the token. */
  ath: Coordinate,
});

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export async function newDeviceKey(subtle: SubtleCrypto): Promise<PrivateDeviceKey> {
  const made = await subtle.generateKey(algorithm, true, ['sign']);
  return PrivateDeviceKey.parse(await subtle.exportKey('jwk', made.privateKey));
}

export function publicHalf({ kty, crv, x, y }: DeviceKey): DeviceKey {
  return { kty, crv, x, y };
}

/** Proves that a request comes from the device that has the key. */
export class Prover {
  readonly #jwk: DeviceKey;
  readonly #subtle: SubtleCrypto;
  readonly #key: Promise<CryptoKey>;
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  #ahead = 0;

  constructor(key: PrivateDeviceKey, subtle: SubtleCrypto) {
    this.#jwk = publicHalf(key);
    this.#subtle = subtle;
    this.#key = subtle.importKey('jwk', key, algorithm, false, ['sign']);
  }

  /** @param now milliseconds since 1970 UTC, by this machine's clock */
  async prove(token: string, method: string, url: string, now: number): Promise<string> {
    const { origin, pathname } = new URL(url);
    const ath = base64url(await this.#subtle.digest('SHA-256', bytes(token)));
    const header: z.infer<typeof ProofHeader> = { typ: 'dpop+jwt', alg: 'ES256', jwk: this.#jwk };
    const iat = Math.floor((now + this.#ahead) / 1000);
    const payload: z.infer<typeof ProofPayload> = { jti: newId(), htm: method, htu: origin + pathname, iat, ath };
    const content = [header, payload].map((part) => base64url(bytes(JSON.stringify(part)))).join('.');
    const signature = await this.#subtle.sign(algorithm, await this.#key, bytes(content));
    return `${content}.${base64url(signature)}`;
  }

  /** The server said what time it is there. */
  learn(serverTime: string | undefined, now: number): void {
    const ahead = Date.parse(serverTime ?? '') - now;
    if (!Number.isNaN(ahead)) this.#ahead = ahead;
  }
}

export type Authority = {
  readonly token: string;
  /** Null: the session is not bound to a device. */
  readonly prover: Prover | null;
};

type Send<R> = (headers: Readonly<Record<string, string>>) => Promise<R>;

/** Sends a request with what it needs to be let in, once more where this machine's clock was too wrong for the server, or the network repeated it. */
export function askAs<R extends Pick<Response, 'status' | 'clone'>>(
  { token, prover }: Authority,
  method: string,
  url: string,
  now: () => number,
  send: Send<R>,
): Promise<R> {
  if (prover === null) return send({ authorization: `Bearer ${token}` });
  return askProven(prover, now, send, async () => ({
    authorization: `DPoP ${token}`,
    dpop: await prover.prove(token, method, url, now()),
  }));
}

async function askProven<R extends Pick<Response, 'status' | 'clone'>>(
  prover: Prover,
  now: () => number,
  send: Send<R>,
  headers: () => Promise<Readonly<Record<string, string>>>,
): Promise<R> {
  const first = await send(await headers());
  if (first.status !== 401) return first;
  const refusal = ErrorReply.safeParse(await jsonOf(first));
  if (!refusal.success || refusal.data.code !== 'AUTH_PROOF_STALE') return first;
  prover.learn(refusal.data.detail, now());
  return await send(await headers());
}

async function jsonOf(response: Pick<Response, 'clone'>): Promise<unknown> {
  try {
    return await response.clone().json();
  } catch {
    return undefined;
  }
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** RFC 4648 §5, without padding. */
function base64url(data: ArrayBuffer | Uint8Array<ArrayBuffer>): string {
  const binary = Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

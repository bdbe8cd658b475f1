import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answers are long, and hold nothing that a stranger could guess by their length: no token, no key. */
    compress?: true;
  }
}

/** What goes in one packet in any case. Bytes. */
const smallest = 1400;

/** The fastest of each: rows of the same few fields shrink to less than a fifth by it, and it is the network that is waited for. Best first. */
const codings = [
  { name: 'zstd', apply: promisify(zstdCompress), options: { params: { [constants.ZSTD_c_compressionLevel]: 1 } } },
  { name: 'gzip', apply: promisify(gzip), options: { level: constants.Z_BEST_SPEED } },
] as const;

/** Compresses long answers for desks on other machines; on this one it would cost both of them time and spare nothing. */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.routeOptions.config.compress !== true || !(typeof payload === 'string' || Buffer.isBuffer(payload)))
      return payload;
    const coding = codingFor(request.headers['accept-encoding']);
    if (coding === undefined || isThisMachine(request.ip)) return payload;
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    if (bytes.length < smallest) return payload;
    reply.header('content-encoding', coding.name);
    return await coding.apply(bytes, coding.options);
  });
}

/** RFC 9110, 12.5.3. Weights but for 0, which forbids, are not looked at: any that is taken is as good. */
function codingFor(accepted: string | undefined): (typeof codings)[number] | undefined {
  const names = (accepted ?? '')
    .toLowerCase()
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(';', 1)[0]?.trim());
  return codings.find(({ name }) => names.includes(name));
}

function isThisMachine(address: string): boolean {
  return /^(::ffff:)?127\./.test(address) || address === '::1';
}

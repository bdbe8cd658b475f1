import type { RelayAnswer } from '../contract/diagnostics.ts';

/** A server that has said nothing for so long says nothing, in milliseconds. */
const patienceMs = 6_000;
/** Of STUN: who asks is not known (RFC 8489 §9.2.4, RFC 8656 §18). */
const refusals: ReadonlySet<number> = new Set([401, 403, 431, 438, 441]);

/** Asks every server by itself what it is there for: an address of ours (STUN), or a relay (TURN). */
export async function checkRelays(servers: readonly RTCIceServer[]): Promise<RelayAnswer[]> {
  const single = servers.flatMap(({ urls, ...rest }) => [urls].flat().map((url) => ({ ...rest, urls: url })));
  return await Promise.all(single.map(checkOne));
}

async function checkOne(server: RTCIceServer & { readonly urls: string }): Promise<RelayAnswer> {
  const isRelay = /^turns?:/i.test(server.urls);
  const connection = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: isRelay ? 'relay' : 'all' });
  const startedAt = performance.now();
  const errors: number[] = [];
  try {
    const found = await new Promise<boolean>((resolve) => {
      const limit = setTimeout(() => resolve(false), patienceMs);
      connection.onicecandidateerror = ({ errorCode }) => {
        errors.push(errorCode);
      };
      connection.onicecandidate = ({ candidate }) => {
        const wanted = candidate === null || candidate.type === (isRelay ? 'relay' : 'srflx');
        if (!wanted) return;
        clearTimeout(limit);
        // Without address translation on the way a STUN server says what was known already, and Chromium makes nothing of it.
        resolve(candidate !== null || (!isRelay && errors.length === 0));
      };
      connection.addTransceiver('audio', { direction: 'recvonly' });
      connection
        .createOffer()
        .then((offer) => connection.setLocalDescription(offer))
        .catch(() => resolve(false));
    });
    const ms = Math.round(performance.now() - startedAt);
    const state = found ? 'answers' : errors.some((code) => refusals.has(code)) ? 'refused' : 'silent';
    return { url: withoutParameters(server.urls), state, ms };
  } finally {
    connection.close();
  }
}

function withoutParameters(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

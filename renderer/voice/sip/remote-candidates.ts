import { familyOf, type AddressFamilies } from './ice-patience.ts';

export type SplitOffer = {
  /** The offer without the other side's addresses. */
  readonly sdp: string;
  readonly candidates: readonly RTCIceCandidateInit[];
};

/** Of all candidates; undefined when there are none, or one is a name that may be anything. */
export function familiesOf(candidates: readonly RTCIceCandidateInit[]): AddressFamilies | undefined {
  // RFC 8839 §5.1: foundation, component, transport, priority, address.
  const families = candidates.map(({ candidate = '' }) => familyOf(candidate.split(' ')[4]));
  const known = families.filter((family) => family !== undefined);
  return known.length === 0 || known.length < families.length ? undefined : new Set(known);
}

/** Takes the ICE candidates (RFC 8839 §5.1) out of an offer, to be given to the connection later. */
export function splitCandidates(offer: string): SplitOffer {
  const kept: string[] = [];
  const candidates: RTCIceCandidateInit[] = [];
  let section = -1;
  for (const line of offer.split(/\r?\n/)) {
    if (line.startsWith('m=')) section += 1;
    if (line.startsWith('a=candidate:')) candidates.push({ candidate: line.slice(2), sdpMLineIndex: section });
    else if (!line.startsWith('a=end-of-candidates')) kept.push(line);
  }
  return { sdp: kept.join('\r\n'), candidates };
}

export type SplitOffer = {
  /** The offer without the other side's addresses. */
  readonly sdp: string;
  readonly candidates: readonly RTCIceCandidateInit[];
};

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

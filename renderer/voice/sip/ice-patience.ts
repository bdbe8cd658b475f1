/**
 * How long an offer or answer waits for ICE candidates. JsSIP waits until gathering is complete, which an unreachable STUN server
 * delays by ten seconds and more (tracker #432, #804, #940). The PBX finds our address from our connectivity checks in any
 * case (peer-reflexive candidates, RFC 8445 §7.3.1.3), so waiting pays only when a server is known to answer. But it must have one address
 * of ours that goes with one of its own: a PBX on IPv4 that is answered with nothing but an IPv6 address, or with TCP, does not begin to
 * look for a path (pjnath: "unmatched address families"), and the call stays without sound.
 */
export type IceServersHealth =
  /** None is configured, or none answered the last probe. */
  | { readonly state: 'silent' }
  /** The probe is under way. */
  | { readonly state: 'unknown' }
  /** The first address from a server came after `ms` milliseconds. */
  | { readonly state: 'answering'; readonly ms: number };

const longestPatienceMs = 500;
const unknownPatienceMs = 150;

/** Milliseconds that gathering may go on after the first host candidate when no server's candidate comes. */
export function gatheringPatience(health: IceServersHealth): number {
  switch (health.state) {
    case 'silent':
      return 0;
    case 'unknown':
      return unknownPatienceMs;
    case 'answering':
      return Math.min(longestPatienceMs, Math.round(health.ms * 1.5) + 20);
  }
}

/** Of the other side's candidates, as far as they are known. */
export type AddressFamilies = ReadonlySet<'IPv4' | 'IPv6'>;

/** While the other side's families are not known, one of ours waits for the other, in milliseconds. */
const otherFamilyMs = 30;
/** A candidate that probably goes with nothing of theirs waits for a better one, in milliseconds. */
const betterOneMs = 100;

/**
 * Milliseconds that are waited after this candidate of ours before what has been gathered is sent; null: it is not worth sending alone.
 * @param families of the other side; undefined: not known
 */
export function waitAfter(
  candidate: Pick<RTCIceCandidate, 'type' | 'protocol' | 'address'>,
  patienceMs: number,
  families: AddressFamilies | undefined,
): number | null {
  // PBXs read UDP only (RFC 6544 is the exception that browsers offer).
  if (candidate.protocol !== 'udp') return null;
  const family = familyOf(candidate.address);
  const fits = family === undefined || (families === undefined ? family === 'IPv4' : families.has(family));
  if (!fits) return Math.max(patienceMs, betterOneMs);
  if (comesFromServer(candidate)) return 0;
  return families === undefined ? Math.max(patienceMs, otherFamilyMs) : patienceMs;
}

/** Undefined for a name (RFC 8828 §5.2.1), which may be anything. */
export function familyOf(address: string | null | undefined): 'IPv4' | 'IPv6' | undefined {
  if (address == null) return undefined;
  if (address.includes(':')) return 'IPv6';
  return /^[\d.]+$/.test(address) ? 'IPv4' : undefined;
}

/** True for a candidate that a server gave: nothing better will come. */
export function comesFromServer(candidate: Pick<RTCIceCandidate, 'type'>): boolean {
  return candidate.type === 'srflx' || candidate.type === 'relay';
}

/**
 * How long an offer or answer waits for ICE candidates. JsSIP waits until gathering is complete, which an unreachable STUN server
 * delays by ten seconds and more (tracker #432, #804, #940). The PBX finds our address from our connectivity checks in any
 * case (peer-reflexive candidates, RFC 8445 §7.3.1.3), so waiting pays only when a server is known to answer.
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

/** True for a candidate that a server gave: nothing better will come. */
export function comesFromServer(candidate: Pick<RTCIceCandidate, 'type'>): boolean {
  return candidate.type === 'srflx' || candidate.type === 'relay';
}

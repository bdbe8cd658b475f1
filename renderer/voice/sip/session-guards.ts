import type { ReInviteListener, RTCSession } from 'jssip/lib/RTCSession.js';
import {
  isRefusedAlready,
  limitGathering,
  refuse,
  withholdAnswers,
  withholdOffers,
  withholdRequests,
} from './jssip-internals.ts';
import { remoteSide } from './jssip-values.ts';

/** How long a description of ours may wait for addresses, in ms: Chromium asks STUN and TURN servers for nine and a half seconds. */
const gatheringLimitMs = 10_000;

/** Requests within a call that JsSIP leaves without an answer, or answers twice, when nobody listens. */
export function guardRequests(session: RTCSession): void {
  // Two offers at once: the 491 has left, and the other side's offer must not undo ours (tracker #771).
  const refuseForGood: ReInviteListener = ({ request, reject }) => {
    if (isRefusedAlready(request)) reject({ status_code: 491 });
  };
  session.on('reinvite', refuseForGood);
  session.on('update', refuseForGood);
  // To be sent elsewhere by the other side is not for us; alone, JsSIP would say "trying" for ever (RFC 3515 §2.4.4).
  session.on('refer', ({ reject }) => reject());
  // Alone, JsSIP would let an INVITE with Replaces wait until it times out (RFC 3891 §3).
  session.on('replaces', ({ reject }) => reject());
  // Without an Event header JsSIP throws after its 400 (compare tracker #556).
  withholdRequests(session, (request) => {
    if (request.method !== 'NOTIFY' || request.hasHeader('event')) return false;
    refuse(request, 400);
    return true;
  });
}

/**
 * What changes a call that stands waits for addresses no longer than that: while those of the machine come and go, gathering may not come to an
 * end, and all that waits behind it (the answer to the other side, a hold, the BYE) would wait with it. It goes with the addresses that there are;
 * without any it is withheld (`guardDescriptions`).
 */
export function guardGathering(session: RTCSession, stands: () => boolean): void {
  limitGathering(session, () => (stands() ? gatheringLimitMs : null));
}

/**
 * An offer or an answer of a call that has lost all its addresses is not sent: the network is away for a moment, and Asterisk takes a description
 * without ICE candidates for the end of ICE in that call (`check_ice_support` in res_pjsip_sdp_rtp.c), so that no later path would be found. Where
 * the answer is withheld, the PBX is to ask again (491, RFC 3261 §14.1), which it does some seconds later. A call that never had an address has
 * lost none.
 * @param told of each offer, whether it was kept back
 */
export function guardDescriptions(session: RTCSession, told: (isWithheld: boolean) => void): void {
  let hadAddress = false;
  const hasLostThem = (sdp: string): boolean => hadAddress && !hasCandidates(sdp);
  session.on('sdp', ({ originator, sdp }) => {
    if (originator !== remoteSide) hadAddress ||= hasCandidates(sdp);
  });
  withholdOffers(session, (sdp) => {
    const isWithheld = hasLostThem(sdp);
    told(isWithheld);
    return isWithheld;
  });
  withholdAnswers(session, hasLostThem, 491);
}

function hasCandidates(sdp: string): boolean {
  return /^a=candidate:/m.test(sdp);
}

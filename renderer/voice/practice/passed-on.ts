import type { RTCSession } from 'jssip/lib/RTCSession.js';
import type { IncomingRequest } from 'jssip/lib/SIPMessage.js';
import { notifyOfRefer } from '../sip/jssip-internals.ts';
import { parseNameAddress, userOf } from '../sip/name-address.ts';
import { behaviourOf } from './scenarios.ts';

/** How long it rings at whoever the customer is passed on to, in milliseconds. */
const ringsMs = 1_500;

/**
 * The customer is asked to talk to somebody else (REFER, RFC 3515). There is nobody else on the practice line: the agent sees what a PBX
 * would say, and the customer is gone or comes back.
 */
export function passOn(session: RTCSession, request: IncomingRequest): void {
  const target = parseNameAddress(request.getHeader('refer-to'))?.uri ?? '';
  const say = (status: string): void => {
    if (!session.isEnded()) notifyOfRefer(session, request, status);
  };
  say('180 Ringing');
  const status = { answers: '200 OK', busy: '486 Busy Here', silent: '480 Temporarily Unavailable' };
  setTimeout(() => say(status[behaviourOf(userOf(target) ?? '')]), ringsMs);
}

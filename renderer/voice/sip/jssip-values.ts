import type { DTMF_TRANSPORT } from 'jssip/lib/Constants.js';
import type { Originator, RTCSession, SessionDirection } from 'jssip/lib/RTCSession.js';

/** Values of JsSIP's enumerations, which its types declare and its code does not export. */
export const remoteSide = 'remote' as unknown as Originator;
export const incomingSession = 'incoming' as unknown as SessionDirection;
/** Tones in the RTP stream: JsSIP uses the older number of RFC 4733. */
export const dtmfInRtp = 'RFC2833' as unknown as DTMF_TRANSPORT;
export const dtmfInInfo = 'INFO' as unknown as DTMF_TRANSPORT;
/** Both sides have the call: the 200 was acknowledged. */
export const confirmed = 9 as unknown as RTCSession['status'];

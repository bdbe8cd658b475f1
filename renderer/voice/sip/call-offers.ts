import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { gatherAnew } from './jssip-internals.ts';
import type { Offer } from './own-offers.ts';

export type OfferEvents = {
  /** What may be heard of the desk is to be looked at again: JsSIP switches tracks on its way. */
  readonly onSwitched: () => void;
  readonly onDone: () => void;
  readonly onFailed: () => void;
};

/**
 * Holds the other side, or lets it go. The direction stays on the transceiver: a re-INVITE of the other side is then answered as our hold needs
 * it, which JsSIP alone would not do (tracker #977).
 */
export function holdOffer(
  session: RTCSession,
  transceiver: RTCRtpTransceiver | undefined,
  on: boolean,
  { onSwitched, onDone, onFailed }: OfferEvents,
): Offer {
  let before: RTCRtpTransceiverDirection | undefined;
  const setDirection = (direction: RTCRtpTransceiverDirection | undefined): void => {
    if (transceiver !== undefined && direction !== undefined) transceiver.direction = direction;
  };
  return {
    start: (done) => {
      if (session.isOnHold().local === on) return 'needless';
      before = transceiver?.direction;
      setDirection(on ? 'sendonly' : 'sendrecv');
      if (on ? session.hold({}, done) : session.unhold({}, done)) {
        // JsSIP switches only what is sent at this moment, which a conference may be about to replace.
        onSwitched();
        return 'sent';
      }
      setDirection(before);
      return 'busy';
    },
    undo: () => {
      (session as unknown as { _localHold: boolean })._localHold = !on;
      setDirection(before);
      onSwitched();
    },
    onDone,
    onFailed,
  };
}

/** A new path for the sound; hold and mute stay as they are. */
export function restartOffer(session: RTCSession, { onSwitched, onDone, onFailed }: OfferEvents): Offer {
  return {
    start: (done) => {
      gatherAnew(session);
      const isSent = session.renegotiate({ rtcOfferConstraints: { iceRestart: true } }, done);
      onSwitched();
      return isSent ? 'sent' : 'busy';
    },
    undo: () => undefined,
    onDone,
    onFailed,
  };
}

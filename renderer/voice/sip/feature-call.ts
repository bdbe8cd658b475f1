import type { UA } from 'jssip';

/** A code that is being dialled for the PBX itself. */
export type FeatureCall = {
  /** Whether the PBX took it: it answered, whatever came then. */
  readonly taken: Promise<boolean>;
  /** It has done its work. */
  readonly hangUp: () => void;
};

/** Longer no PBX needs for a code, in ms. */
const patienceMs = 15_000;

/**
 * Dials a feature code: a call that no person takes part in. It has no microphone, plays nothing and is no call of the agent's; what it
 * came to is read from what the PBX tells of itself, not from here.
 */
export function dialFeatureCode(ua: UA, target: string): FeatureCall {
  let answered = false;
  let over = false;
  const session = ua.call(target, {
    mediaConstraints: { audio: false, video: false },
    rtcOfferConstraints: { offerToReceiveAudio: true, offerToReceiveVideo: false },
    pcConfig: { iceServers: [] },
  });
  const hangUp = (): void => {
    if (!over && !session.isEnded()) session.terminate();
  };
  const taken = new Promise<boolean>((resolve) => {
    const patience = setTimeout(hangUp, patienceMs);
    const end = (): void => {
      over = true;
      clearTimeout(patience);
      resolve(answered);
    };
    // No sound is waited for: one address is enough.
    session.on('icecandidate', ({ ready }) => ready());
    session.on('accepted', () => {
      answered = true;
    });
    session.on('ended', end);
    session.on('failed', end);
  });
  return { taken, hangUp };
}

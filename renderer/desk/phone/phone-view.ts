import type { PhoneToDesk } from '../../voice/contract/messages.ts';
import type { CallPhase, PhoneCall, PhoneSnapshot } from '../../voice/contract/state.ts';

/**
 * The phone as this desk knows it. `starting`: it has not spoken yet. `lost`: it died or is silent; what is shown is what it
 * said last, and nothing can be asked of it until it is back.
 */
export type PhoneView = {
  readonly link: 'starting' | 'connected' | 'lost';
  readonly snapshot: PhoneSnapshot | null;
  /** What was asked and is not confirmed yet: `CALLID mute`, `CALLID answer`, ... */
  readonly pending: ReadonlySet<string>;
};

export const emptyPhone: PhoneView = { link: 'starting', snapshot: null, pending: new Set() };

/** The view after a message of the phone. A change before any snapshot is dropped: the snapshot that was asked for has it. */
export function withMessage(view: PhoneView, message: PhoneToDesk): PhoneView {
  switch (message.type) {
    case 'snapshot':
      return { ...view, link: 'connected', snapshot: message.snapshot };
    case 'change': {
      if (view.snapshot === null) return view;
      const { account, calls, devices, headsets, quality, lowBandwidth, work, colleagues, voicemail, ring } = message;
      const { elsewhere, heldElsewhere } = message;
      const snapshot = {
        ...view.snapshot,
        ...(account === undefined ? {} : { account }),
        ...(calls === undefined ? {} : { calls }),
        ...(devices === undefined ? {} : { devices }),
        ...(headsets === undefined ? {} : { headsets }),
        ...(quality === undefined ? {} : { quality }),
        ...(lowBandwidth === undefined ? {} : { lowBandwidth }),
        ...(work === undefined ? {} : { work }),
        ...(colleagues === undefined ? {} : { colleagues }),
        ...(voicemail === undefined ? {} : { voicemail }),
        ...(ring === undefined ? {} : { ring }),
        ...(elsewhere === undefined ? {} : { elsewhere }),
        ...(heldElsewhere === undefined ? {} : { heldElsewhere }),
      };
      return { ...view, link: 'connected', snapshot };
    }
    case 'reply':
    case 'level':
      return view;
  }
}

const livePhases: ReadonlySet<CallPhase> = new Set(['ringing', 'calling', 'early', 'connecting', 'active', 'held']);

export function isLive(call: PhoneCall): boolean {
  return livePhases.has(call.phase);
}

export function callsIn(view: PhoneView, ...phases: readonly CallPhase[]): readonly PhoneCall[] {
  return view.snapshot?.calls.filter((call) => phases.includes(call.phase)) ?? [];
}

/** The call that keys act on: the one spoken in, else the one being set up, else the one on hold. */
export function currentCall(view: PhoneView): PhoneCall | undefined {
  return callsIn(view, 'active')[0] ?? callsIn(view, 'connecting', 'calling', 'early')[0] ?? callsIn(view, 'held')[0];
}

/** The conversation that comes after the current one, in turn; both of a conference are one. */
export function nextCall(view: PhoneView): PhoneCall | undefined {
  const conversations = callsIn(view, 'active', 'held');
  const current = currentCall(view);
  const place = conversations.findIndex((call) => call.id === current?.id);
  const turn = [...conversations.slice(place + 1), ...conversations.slice(0, Math.max(place, 0))];
  return turn.find((call) => !(call.conference && current?.conference));
}

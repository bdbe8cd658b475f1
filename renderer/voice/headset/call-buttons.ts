import type { PhoneCommand } from '../contract/messages.ts';
import type { PhoneCall } from '../contract/state.ts';
import type { ButtonEvent } from './buttons.ts';
import { callInHand } from './lights.ts';

/** What a button of the headset asks of the phone; undefined when there is nothing to ask. */
export function commandFor(event: ButtonEvent, calls: readonly PhoneCall[]): PhoneCommand | undefined {
  const ringing = calls.find(({ phase }) => phase === 'ringing');
  const inHand = callInHand(calls);
  switch (event.type) {
    case 'offHook':
      return ringing && { type: 'answer', callId: ringing.id };
    case 'onHook':
      return inHand && { type: 'hangUp', callId: inHand.id };
    case 'hook':
      return inHand === undefined ? commandFor({ type: 'offHook' }, calls) : { type: 'hangUp', callId: inHand.id };
    case 'muted':
      return inHand && { type: 'mute', callId: inHand.id, on: event.on };
    case 'mute':
      return inHand && { type: 'mute', callId: inHand.id, on: !inHand.muted };
    case 'flash':
      return flash(ringing, inHand, calls);
    case 'drop':
      if (ringing !== undefined) return { type: 'reject', callId: ringing.id };
      return inHand && { type: 'hangUp', callId: inHand.id };
    case 'reject':
      return ringing && { type: 'reject', callId: ringing.id };
  }
}

/** To the second call if there is one, which holds the first; else hold and resume. A call that only rings is left to the hook. */
function flash(
  ringing: PhoneCall | undefined,
  inHand: PhoneCall | undefined,
  calls: readonly PhoneCall[],
): PhoneCommand | undefined {
  if (inHand === undefined) return undefined;
  if (ringing !== undefined) return { type: 'answer', callId: ringing.id };
  if (inHand.phase === 'held') return { type: 'hold', callId: inHand.id, on: false };
  const waiting = calls.find(({ phase }) => phase === 'held');
  if (waiting !== undefined) return { type: 'hold', callId: waiting.id, on: false };
  return inHand.phase === 'active' ? { type: 'hold', callId: inHand.id, on: true } : undefined;
}

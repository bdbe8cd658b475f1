import type { PhoneCall } from '../../voice/contract/state.ts';
import type { Text } from '../words/use-text.ts';

const phaseText = {
  ringing: 'call.phase.ringing',
  calling: 'call.phase.calling',
  early: 'call.phase.early',
  connecting: 'call.phase.connecting',
  active: 'call.phase.active',
  held: 'call.phase.held',
  ended: 'call.phase.ended',
} as const;

/**
 * What a call is doing, in words; a transfer as far as the PBX has said.
 * @param person to whom it is being transferred, in words
 */
export function callStateWords(call: PhoneCall, person: string | null, text: Text): string {
  const { transfer } = call;
  const name = person ?? text('caller.withheld');
  if (transfer?.state === 'asked' || transfer?.state === 'trying') return text('transfer.asked', { name });
  if (transfer?.state === 'ringing') return text('transfer.ringing', { name });
  const phase = text(call.heldByRemote ? 'call.heldByRemote' : phaseText[call.phase]);
  const state = call.conference && call.phase === 'active' ? text('conference.state') : phase;
  if (call.autoAnswered && call.phase !== 'held') return text('call.autoAnswered', { state });
  return call.muted ? text('call.mutedAnd', { state }) : state;
}

/** Whether something of it was asked of the PBX that is not confirmed yet. */
export function isUnconfirmed({ holdPending, transfer }: PhoneCall): boolean {
  return holdPending || transfer?.state === 'asked' || transfer?.state === 'trying' || transfer?.state === 'ringing';
}

/** Where an ended call went; null when it simply ended. */
export function whereItWent(call: PhoneCall, person: string | null, text: Text): string | null {
  const { transfer } = call;
  const name = person ?? text('caller.withheld');
  if (transfer?.state === 'done') return text('transfer.done', { name });
  if (transfer?.state !== 'handedOver') return null;
  return call.answeredAt === null ? text('divert.done', { name }) : text('transfer.handedOver', { name });
}

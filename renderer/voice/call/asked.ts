import { CodedError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import type { PhoneCommand } from '../contract/messages.ts';
import { readDialTarget } from '../sip/dial-target.ts';
import type { CallEvent, CallRecord, CallsState } from './call-state.ts';
import { findLive, isConversation } from './call-steps.ts';
import { isTransferring } from './transfer.ts';
import { rangBefore } from '../resume/resume-steps.ts';

/** Commands that send calls elsewhere or join them. */
export type JoiningCommand = Extract<PhoneCommand, { type: 'transfer' | 'divert' | 'conference' | 'splitConference' }>;

/**
 * The event that such a command is for the reducer. Throws what a person should be told when it cannot be done now; the reducer alone
 * would let it pass in silence.
 * @param voicemail number that leaves a message for this line, null when there is none
 */
export function joiningEvent(state: CallsState, command: JoiningCommand, voicemail: string | null): CallEvent {
  const call = live(state, command.callId);
  switch (command.type) {
    case 'transfer':
      return { type: 'transferAsked', id: call.id, to: transferTarget(state, call, command.to) };
    case 'divert': {
      if (rangBefore(call)) throw new CodedError('PHONE_RING_TAKEN_OVER');
      const number = command.number ?? voicemail;
      if (number === null) throw new CodedError('PHONE_NO_VOICEMAIL');
      return { type: 'divertAsked', id: call.id, at: new Date().toISOString(), number: dialled(number) };
    }
    case 'conference':
      ready(call);
      ready(live(state, command.otherCallId));
      return { type: 'conferenceAsked', id: call.id, otherId: command.otherCallId };
    case 'splitConference':
      return { type: 'splitAsked', id: call.id };
  }
}

function transferTarget(
  state: CallsState,
  call: CallRecord,
  to: Extract<JoiningCommand, { type: 'transfer' }>['to'],
): Extract<CallEvent, { type: 'transferAsked' }>['to'] {
  ready(call);
  if (to.kind === 'number') return { kind: 'number', number: dialled(to.number) };
  ready(live(state, to.callId));
  return to;
}

function dialled(number: string): string {
  const target = readDialTarget(number);
  if (target === undefined) throw new CodedError('PHONE_NUMBER_INVALID');
  return target;
}

function ready(call: CallRecord): void {
  if (!isConversation(call) || isTransferring(call)) throw new CodedError('PHONE_CALL_NOT_READY');
}

function live(state: CallsState, id: Id): CallRecord {
  const call = findLive(state, id);
  if (call === undefined) throw new CodedError('PHONE_CALL_GONE');
  return call;
}

import type { Id } from '../../../domain/ids.ts';
import { isLive, type CallEffect, type CallRecord, type CallsState } from './call-state.ts';
import { change, findLive, isConversation, wishHolds, withOthersHeld, type Step } from './call-steps.ts';
import { isTransferring } from './transfer.ts';

export type ConferenceEvent =
  | { readonly type: 'conferenceAsked'; readonly id: Id; readonly otherId: Id }
  /** The agent stays with this one; the other waits. */
  | { readonly type: 'splitAsked'; readonly id: Id };

export type ConferenceEffect =
  /** Each of the two hears the other besides us. */
  | { readonly type: 'mix'; readonly id: Id; readonly otherId: Id }
  /** Nobody hears another call any more. */
  | { readonly type: 'unmix'; readonly id: Id };

/** @param call of `event`, live */
export function stepOfConference(state: CallsState, call: CallRecord, event: ConferenceEvent): Step {
  return event.type === 'conferenceAsked' ? join(state, call, event.otherId) : split(state, call);
}

/** The calls that a wish for this one is for: both of the conference, or itself. */
export function togetherWith(state: CallsState, call: CallRecord): readonly CallRecord[] {
  return call.conference ? state.calls.filter((each) => each.conference && isLive(each)) : [call];
}

/** After a call has ended: who is left of its conference is in an ordinary call. */
export function withoutConference(state: CallsState, ended: CallRecord): Step {
  if (!ended.conference) return [state, []];
  return [
    { calls: state.calls.map((call) => (call.conference ? { ...call, conference: false } : call)) },
    [{ type: 'unmix', id: ended.id }],
  ];
}

function join(state: CallsState, call: CallRecord, otherId: Id): Step {
  const other = findLive(state, otherId);
  if (other === undefined || other.id === call.id) return [state, []];
  if (state.calls.some((each) => each.conference)) return [state, []];
  if (![call, other].every((each) => isConversation(each) && !isTransferring(each))) return [state, []];
  let next = state;
  for (const { id } of [call, other]) next = change(next, id, { conference: true, muted: call.muted, errorCode: null });
  const mix: CallEffect[] = [{ type: 'mix', id: call.id, otherId }];
  // One microphone, one switch: the other follows the call that the agent joined it to.
  if (other.muted !== call.muted) mix.push({ type: 'setMuted', id: otherId, on: call.muted });
  const [resumed, resumes] = wishHolds(next, [call, other], false);
  return withOthersHeld(resumed, call.id, [...mix, ...resumes]);
}

function split(state: CallsState, call: CallRecord): Step {
  if (!call.conference || isTransferring(call)) return [state, []];
  const others = togetherWith(state, call).filter(({ id }) => id !== call.id);
  if (others.some(isTransferring)) return [state, []];
  const [parted, unmix] = withoutConference(state, call);
  const [resumed, resumes] = wishHolds(parted, [call], false);
  const [held, holds] = wishHolds(resumed, others, true);
  return [held, [...unmix, ...holds, ...resumes]];
}

import type { Id } from '../../../domain/ids.ts';
import { isLive, maximumEndedCalls, type CallEffect, type CallRecord, type CallsState } from './call-state.ts';

/** What one event comes to. */
export type Step = readonly [state: CallsState, effects: readonly CallEffect[]];

export function change(state: CallsState, id: Id, fields: Partial<CallRecord>): CallsState {
  return { calls: state.calls.map((call) => (call.id === id ? { ...call, ...fields } : call)) };
}

export function liveCalls(state: CallsState): number {
  return state.calls.filter(isLive).length;
}

/** Without the oldest ended calls that are too many to keep. */
export function bounded(state: CallsState): CallsState {
  let surplus = state.calls.length - liveCalls(state) - maximumEndedCalls;
  if (surplus <= 0) return state;
  return { calls: state.calls.filter((call) => isLive(call) || surplus-- <= 0) };
}

export function findLive(state: CallsState, id: Id): CallRecord | undefined {
  return state.calls.find((call) => call.id === id && isLive(call));
}

/** Answered, and neither over nor only being set up, for the first time or again. */
export function isConversation(call: CallRecord): boolean {
  return (call.phase === 'active' || call.phase === 'held') && !call.resuming;
}

/** Wishes made while the PBX still works on the last one wait for its answer: one offer at a time (RFC 3261 §14.1). */
export function wishHold(state: CallsState, call: CallRecord, on: boolean): Step {
  if (call.wantsHold === on) return [state, []];
  if (!isConversation(call) || call.holdPending) return [change(state, call.id, { wantsHold: on }), []];
  return [
    change(state, call.id, { wantsHold: on, holdPending: true, errorCode: null }),
    [{ type: 'setHold', id: call.id, on }],
  ];
}

/** Wishes for several calls, one after the other. */
export function wishHolds(state: CallsState, calls: readonly CallRecord[], on: boolean): Step {
  let next = state;
  const effects: CallEffect[] = [];
  for (const call of calls) {
    const [after, asked] = wishHold(next, call, on);
    next = after;
    effects.push(...asked);
  }
  return [next, effects];
}

/**
 * This call becomes the conversation, together with the other one of its conference. The holds of the others come first: they must not
 * hear it.
 */
export function withOthersHeld(state: CallsState, id: Id, effects: readonly CallEffect[]): Step {
  const joined = state.calls.some((call) => call.id === id && call.conference);
  const others = state.calls.filter(
    (call) => call.id !== id && isLive(call) && call.phase !== 'ringing' && !(joined && call.conference),
  );
  const [next, holds] = wishHolds(state, others, true);
  return [next, [...holds, ...effects]];
}

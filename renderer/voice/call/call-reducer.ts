import type { Id, Instant } from '../../../domain/ids.ts';
import {
  isLive,
  maximumDigits,
  maximumEndedCalls,
  maximumLiveCalls,
  type CallEffect,
  type CallEvent,
  type CallRecord,
  type CallsState,
} from './call-state.ts';
import { endByAgent, endOf, type CallEnd } from './outcome.ts';

export type Step = readonly [state: CallsState, effects: readonly CallEffect[]];

/**
 * The rules of this phone's calls. At most one call is not on hold; whatever becomes the conversation (answered, dialled,
 * resumed) puts the others on hold. An event for a call that is gone, or that its phase does not allow, changes nothing: the
 * line and the agent may both be a moment late.
 */
export function reduceCalls(state: CallsState, event: CallEvent): Step {
  switch (event.type) {
    case 'incoming':
      return incoming(state, event);
    case 'dialAsked':
      return dial(state, event);
    case 'forgotten':
      return forget(state);
    case 'acknowledged':
      return [{ calls: state.calls.filter((call) => call.id !== event.id || isLive(call)) }, []];
    case 'progress':
    case 'accepted':
    case 'mediaUp':
    case 'holdDone':
    case 'holdFailed':
    case 'remoteHold':
    case 'ended':
    case 'answerAsked':
    case 'rejectAsked':
    case 'hangUpAsked':
    case 'muteAsked':
    case 'holdAsked':
    case 'dtmfAsked': {
      const call = state.calls.find((candidate) => candidate.id === event.id);
      return call === undefined || !isLive(call) ? [state, []] : stepOfCall(state, call, event);
    }
  }
}

type CallStepEvent = Exclude<CallEvent, { type: 'incoming' | 'dialAsked' | 'forgotten' | 'acknowledged' }>;

function stepOfCall(state: CallsState, call: CallRecord, event: CallStepEvent): Step {
  switch (event.type) {
    case 'progress':
      if (call.phase !== 'calling' && call.phase !== 'early') return [state, []];
      return [change(state, call.id, { phase: 'early', earlyMedia: call.earlyMedia || event.media }), []];
    case 'accepted':
      return accepted(state, call, event.at);
    case 'mediaUp':
      return call.phase === 'connecting' ? becomeActive(state, call) : [state, []];
    case 'answerAsked':
      if (call.phase !== 'ringing') return [state, []];
      // Without a microphone it keeps ringing, and says why: a customer who cannot be answered must not sit in silence.
      if (event.microphone !== null) return [change(state, call.id, { errorCode: event.microphone }), []];
      return withOthersHeld(change(state, call.id, { phase: 'connecting', errorCode: null }), call.id, [
        { type: 'answer', id: call.id },
      ]);
    case 'rejectAsked':
      return call.phase === 'ringing' ? endedByAgent(state, call, event.at) : [state, []];
    case 'hangUpAsked':
      return endedByAgent(state, call, event.at);
    case 'muteAsked':
      if (call.muted === event.on) return [state, []];
      return [change(state, call.id, { muted: event.on }), [{ type: 'setMuted', id: call.id, on: event.on }]];
    case 'holdAsked':
      return holdAsked(state, call, event.on);
    case 'holdDone':
      return holdDone(state, call, event.on);
    case 'holdFailed':
      return holdFailed(state, call, event.on);
    case 'remoteHold':
      return [change(state, call.id, { heldByRemote: event.on }), []];
    case 'dtmfAsked':
      if (call.phase !== 'active') return [state, []];
      return [
        change(state, call.id, { digits: (call.digits + event.digits).slice(-maximumDigits) }),
        [{ type: 'sendDtmf', id: call.id, digits: event.digits }],
      ];
    case 'ended':
      return ended(state, call, event.at, endOf(call, event.cause));
  }
}

function incoming(state: CallsState, event: Extract<CallEvent, { type: 'incoming' }>): Step {
  if (state.calls.some((call) => call.id === event.id)) return [state, []];
  const call: CallRecord = { ...blank(event.id, 'incoming', event.at), ...event.caller, phase: 'ringing' };
  if (liveCalls(state) < maximumLiveCalls) return [{ calls: [...state.calls, call] }, []];
  // Too many to show: the caller hears busy at once, and the agent sees that somebody called.
  const missed: CallRecord = { ...call, phase: 'ended', endedAt: event.at, outcome: 'missed' };
  return [bounded({ calls: [...state.calls, missed] }), [{ type: 'decline', id: event.id }]];
}

function dial(state: CallsState, event: Extract<CallEvent, { type: 'dialAsked' }>): Step {
  if (state.calls.some((call) => call.id === event.id) || liveCalls(state) >= maximumLiveCalls) return [state, []];
  const call: CallRecord = { ...blank(event.id, 'outgoing', event.at), number: event.number, phase: 'calling' };
  return withOthersHeld({ calls: [...state.calls, call] }, call.id, [
    { type: 'dial', id: call.id, number: event.number },
  ]);
}

function accepted(state: CallsState, call: CallRecord, at: Instant): Step {
  if (call.answeredAt !== null) return [state, []];
  const answered = change(state, call.id, { answeredAt: at, errorCode: null });
  // Ours: the 200 has left, sound follows with `mediaUp`. Theirs: the conversation is there.
  if (call.direction === 'incoming') return [answered, []];
  return becomeActive(answered, call);
}

function becomeActive(state: CallsState, call: CallRecord): Step {
  if (!call.wantsHold) return [change(state, call.id, { phase: 'active' }), []];
  return [change(state, call.id, { phase: 'active', holdPending: true }), [{ type: 'setHold', id: call.id, on: true }]];
}

function holdAsked(state: CallsState, call: CallRecord, on: boolean): Step {
  if (call.phase !== 'active' && call.phase !== 'held') return [state, []];
  const [next, effects] = wishHold(state, call, on);
  return on ? [next, effects] : withOthersHeld(next, call.id, effects);
}

/** Wishes made while the PBX still works on the last one wait for its answer: one offer at a time (RFC 3261 §14.1). */
function wishHold(state: CallsState, call: CallRecord, on: boolean): Step {
  if (call.wantsHold === on) return [state, []];
  const speaking = call.phase === 'active' || call.phase === 'held';
  if (!speaking || call.holdPending) return [change(state, call.id, { wantsHold: on }), []];
  return [
    change(state, call.id, { wantsHold: on, holdPending: true, errorCode: null }),
    [{ type: 'setHold', id: call.id, on }],
  ];
}

function holdDone(state: CallsState, call: CallRecord, on: boolean): Step {
  if (!call.holdPending || (call.phase !== 'active' && call.phase !== 'held')) return [state, []];
  const phase = on ? 'held' : 'active';
  if (call.wantsHold === on) return [change(state, call.id, { phase, holdPending: false }), []];
  return [change(state, call.id, { phase, holdPending: true }), [{ type: 'setHold', id: call.id, on: call.wantsHold }]];
}

/**
 * The PBX keeps the call as it was, and so does the agent's wish. A call that was to be held is muted in its place: whoever waits must
 * not hear the desk.
 */
function holdFailed(state: CallsState, call: CallRecord, on: boolean): Step {
  if (!call.holdPending) return [state, []];
  const fields = { holdPending: false, wantsHold: call.phase === 'held', errorCode: 'PHONE_PBX_REFUSED' } as const;
  if (!on || call.muted) return [change(state, call.id, fields), []];
  return [change(state, call.id, { ...fields, muted: true }), [{ type: 'setMuted', id: call.id, on: true }]];
}

/** The holds come first: the other party must not hear the new conversation. */
function withOthersHeld(state: CallsState, id: Id, effects: readonly CallEffect[]): Step {
  let next = state;
  const holds: CallEffect[] = [];
  for (const other of state.calls) {
    if (other.id === id || !isLive(other) || other.phase === 'ringing') continue;
    const [after, asked] = wishHold(next, other, true);
    next = after;
    holds.push(...asked);
  }
  return [next, [...holds, ...effects]];
}

function endedByAgent(state: CallsState, call: CallRecord, at: Instant): Step {
  const [next] = ended(state, call, at, endByAgent(call));
  return [next, [{ type: call.phase === 'ringing' ? 'decline' : 'hangUp', id: call.id }]];
}

function ended(state: CallsState, call: CallRecord, at: Instant, end: CallEnd): Step {
  const next = change(state, call.id, {
    phase: 'ended',
    endedAt: at,
    outcome: end.outcome,
    errorCode: end.errorCode,
    holdPending: false,
    heldByRemote: false,
  });
  const unanswered = call.direction === 'outgoing' && call.answeredAt === null;
  return [bounded(next), unanswered ? [{ type: 'busyTone' }] : []];
}

function forget(state: CallsState): Step {
  return [{ calls: [] }, state.calls.filter(isLive).map((call) => ({ type: 'hangUp', id: call.id }))];
}

function blank(id: Id, direction: CallRecord['direction'], at: Instant): CallRecord {
  return {
    id,
    direction,
    phase: 'ringing',
    number: null,
    displayName: null,
    queue: null,
    muted: false,
    heldByRemote: false,
    holdPending: false,
    startedAt: at,
    answeredAt: null,
    endedAt: null,
    outcome: null,
    errorCode: null,
    digits: '',
    wantsHold: false,
    earlyMedia: false,
  };
}

function change(state: CallsState, id: Id, fields: Partial<CallRecord>): CallsState {
  return { calls: state.calls.map((call) => (call.id === id ? { ...call, ...fields } : call)) };
}

function liveCalls(state: CallsState): number {
  return state.calls.filter(isLive).length;
}

function bounded(state: CallsState): CallsState {
  let surplus = state.calls.length - liveCalls(state) - maximumEndedCalls;
  if (surplus <= 0) return state;
  return { calls: state.calls.filter((call) => isLive(call) || surplus-- <= 0) };
}

import type { Id, Instant } from '../../../domain/ids.ts';
import {
  isLive,
  maximumDigits,
  maximumLiveCalls,
  type CallEffect,
  type CallEvent,
  type CallRecord,
  type CallsState,
} from './call-state.ts';
import { bounded, change, liveCalls, wishHolds, withOthersHeld, type Step } from './call-steps.ts';
import { stepOfConference, togetherWith, withoutConference } from './conference.ts';
import { endByAgent, endOf, type CallEnd } from './outcome.ts';
import { lineRings, rangBefore, restore, resume, ringAgain } from '../resume/resume-steps.ts';
import { stepOfTransfer, transferAtEnd } from './transfer.ts';

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
    case 'restored':
      return restore(state, event);
    case 'acknowledged':
      return [{ calls: state.calls.filter((call) => call.id !== event.id || isLive(call)) }, []];
    case 'progress':
    case 'accepted':
    case 'mediaUp':
    case 'lineRings':
    case 'resumed':
    case 'mediaLost':
    case 'mediaMissing':
    case 'mediaBack':
    case 'holdDone':
    case 'holdFailed':
    case 'remoteHold':
    case 'ended':
    case 'movedAway':
    case 'answerAsked':
    case 'rejectAsked':
    case 'hangUpAsked':
    case 'muteAsked':
    case 'holdAsked':
    case 'divertAsked':
    case 'transferAsked':
    case 'transferProgress':
    case 'transferDone':
    case 'transferFailed':
    case 'conferenceAsked':
    case 'splitAsked':
    case 'dtmfAsked': {
      const call = state.calls.find((candidate) => candidate.id === event.id);
      return call === undefined || !isLive(call) ? [state, []] : stepOfCall(state, call, event);
    }
  }
}

type CallStepEvent = Exclude<CallEvent, { type: 'incoming' | 'dialAsked' | 'forgotten' | 'restored' | 'acknowledged' }>;

function stepOfCall(state: CallsState, call: CallRecord, event: CallStepEvent): Step {
  switch (event.type) {
    case 'progress':
      if (call.phase !== 'calling' && call.phase !== 'early') return [state, []];
      return [change(state, call.id, { phase: 'early', earlyMedia: call.earlyMedia || event.media }), []];
    case 'accepted':
      return accepted(state, call, event.at);
    case 'mediaUp':
      return call.phase === 'connecting' ? becomeActive(state, call) : [state, []];
    case 'lineRings':
      return lineRings(state, call, event);
    case 'resumed':
      return resume(state, call, event.at);
    case 'mediaLost':
      return [change(state, call.id, { reconnectingSince: event.at }), []];
    case 'mediaMissing':
      return [change(state, call.id, { reconnectingSince: event.at, errorCode: 'PHONE_NO_SOUND' }), []];
    case 'mediaBack':
      return mediaBack(state, call, event.at);
    case 'answerAsked':
      if (call.phase !== 'ringing') return [state, []];
      // Without a microphone it keeps ringing, and says why: a customer who cannot be answered must not sit in silence.
      if (event.microphone !== null) return [change(state, call.id, { errorCode: event.microphone }), []];
      return answer(state, call, event.automatic ?? false);
    case 'rejectAsked':
      return call.phase === 'ringing' ? endedByAgent(state, call, event.at) : [state, []];
    case 'divertAsked':
      return divert(state, call, event);
    case 'hangUpAsked':
      return endedByAgent(state, call, event.at);
    case 'muteAsked':
      return mute(state, call, event.on);
    case 'holdAsked':
      return holdAsked(state, call, event.on);
    case 'holdDone':
      return holdDone(state, call, event.on);
    case 'holdFailed':
      return holdFailed(state, call, event.on);
    case 'remoteHold':
      return [change(state, call.id, { heldByRemote: event.on }), []];
    case 'dtmfAsked':
      if (call.phase !== 'active' || call.resuming) return [state, []];
      return [
        change(state, call.id, { digits: (call.digits + event.digits).slice(-maximumDigits) }),
        [{ type: 'sendDtmf', id: call.id, digits: event.digits }],
      ];
    case 'ended':
      return ended(state, call, event.at, endOf(call, event.cause));
    case 'movedAway': {
      const [alone, unmix] = withoutConference(state, call);
      return [{ calls: alone.calls.filter(({ id }) => id !== call.id) }, unmix];
    }
    case 'transferAsked':
    case 'transferProgress':
    case 'transferDone':
    case 'transferFailed':
      return stepOfTransfer(state, call, event);
    case 'conferenceAsked':
    case 'splitAsked':
      return stepOfConference(state, call, event);
  }
}

function incoming(state: CallsState, event: Extract<CallEvent, { type: 'incoming' }>): Step {
  const before = state.calls.find((call) => call.id === event.id);
  if (before !== undefined) return ringAgain(state, before, event.caller);
  const call: CallRecord = { ...blank(event.id, 'incoming', event.at), ...event.caller, phase: 'ringing' };
  const { refused } = event;
  if (refused === undefined && liveCalls(state) < maximumLiveCalls) return [{ calls: [...state.calls, call] }, []];
  // Too many to show, or the agent does not want to be disturbed: the caller hears busy at once, and the agent sees that somebody called.
  const missed: CallRecord = {
    ...call,
    phase: 'ended',
    endedAt: event.at,
    outcome: 'missed',
    errorCode: refused ?? null,
  };
  return [bounded({ calls: [...state.calls, missed] }), [{ type: 'decline', id: event.id }]];
}

function dial(state: CallsState, event: Extract<CallEvent, { type: 'dialAsked' }>): Step {
  if (state.calls.some((call) => call.id === event.id) || liveCalls(state) >= maximumLiveCalls) return [state, []];
  const call: CallRecord = { ...blank(event.id, 'outgoing', event.at), number: event.number, phase: 'calling' };
  return withOthersHeld({ calls: [...state.calls, call] }, call.id, [
    { type: 'dial', id: call.id, number: event.number },
  ]);
}

function answer(state: CallsState, call: CallRecord, automatic: boolean): Step {
  const answering = change(state, call.id, { phase: 'connecting', errorCode: null, autoAnswered: automatic });
  return withOthersHeld(answering, call.id, [
    { type: 'answer', id: call.id },
    ...(automatic ? [{ type: 'autoAnswerTone' } as const] : []),
  ]);
}

/** For the PBX it was not taken here; where it goes is the PBX's affair, so that is all we can say. */
function divert(state: CallsState, call: CallRecord, event: Extract<CallEvent, { type: 'divertAsked' }>): Step {
  // Where the ring of before the gap is, nothing can be said to the PBX but that it is answered.
  if (call.phase !== 'ringing' || rangBefore(call)) return [state, []];
  const [next] = ended(state, call, event.at, endByAgent(call));
  return [
    change(next, call.id, { transfer: { number: event.number, otherCallId: null, state: 'handedOver' } }),
    [{ type: 'divert', id: call.id, number: event.number }],
  ];
}

function mute(state: CallsState, call: CallRecord, on: boolean): Step {
  let next = state;
  const effects: CallEffect[] = [];
  for (const { id, muted } of togetherWith(state, call)) {
    if (muted === on) continue;
    next = change(next, id, { muted: on });
    effects.push({ type: 'setMuted', id, on });
  }
  return [next, effects];
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

function mediaBack(state: CallsState, call: CallRecord, at: Instant): Step {
  if (call.reconnectingSince === null) return [state, []];
  // The first sound is no sound again.
  if (call.errorCode === 'PHONE_NO_SOUND')
    return [change(state, call.id, { reconnectingSince: null, errorCode: null }), []];
  const ms = Math.max(0, Date.parse(at) - Date.parse(call.reconnectingSince));
  return [change(state, call.id, { reconnectingSince: null, lastGap: { endedAt: at, ms } }), []];
}

function holdAsked(state: CallsState, call: CallRecord, on: boolean): Step {
  if (call.phase !== 'active' && call.phase !== 'held') return [state, []];
  const [next, effects] = wishHolds(state, togetherWith(state, call), on);
  return on ? [next, effects] : withOthersHeld(next, call.id, effects);
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
  // A wish to hold that is given up with it counts as refused, whatever was asked of the PBX last.
  const opens = on || (call.wantsHold && call.phase !== 'held');
  if (!opens || call.muted) return [change(state, call.id, fields), []];
  return [change(state, call.id, { ...fields, muted: true }), [{ type: 'setMuted', id: call.id, on: true }]];
}

function endedByAgent(state: CallsState, call: CallRecord, at: Instant): Step {
  const [next] = ended(state, call, at, endByAgent(call));
  const end: CallEffect = { type: call.phase === 'ringing' ? 'decline' : 'hangUp', id: call.id };
  return [next, call.conference ? [{ type: 'unmix', id: call.id }, end] : [end]];
}

function ended(state: CallsState, call: CallRecord, at: Instant, end: CallEnd): Step {
  const next = change(state, call.id, {
    phase: 'ended',
    endedAt: at,
    outcome: end.outcome,
    errorCode: end.errorCode,
    holdPending: false,
    heldByRemote: false,
    conference: false,
    reconnectingSince: null,
    transfer: transferAtEnd(call),
  });
  const [alone, unmix] = withoutConference(next, call);
  const unanswered = call.direction === 'outgoing' && call.answeredAt === null;
  return [bounded(alone), unanswered ? [{ type: 'busyTone' }] : unmix];
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
    customerNumber: null,
    divertedBy: null,
    headers: [],
    autoAnswered: false,
    muted: false,
    heldByRemote: false,
    holdPending: false,
    startedAt: at,
    answeredAt: null,
    endedAt: null,
    outcome: null,
    errorCode: null,
    digits: '',
    transfer: null,
    conference: false,
    reconnectingSince: null,
    lastGap: null,
    resuming: false,
    wantsHold: false,
    earlyMedia: false,
  };
}

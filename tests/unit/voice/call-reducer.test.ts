import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhoneCall } from '../../../renderer/voice/contract/state.ts';
import { reduceCalls } from '../../../renderer/voice/call/call-reducer.ts';
import {
  isLive,
  maximumEndedCalls,
  maximumLiveCalls,
  noCalls,
  publicCall,
  type CallEffect,
  type CallEvent,
  type CallsState,
  type EndCause,
} from '../../../renderer/voice/call/call-state.ts';

const at = '2026-03-02T09:00:00.000Z';
const later = '2026-03-02T09:01:00.000Z';
const ids = [1, 2, 3, 4, 5, 6].map((n) => `018f4e5a-7b2c-7d3e-8f4a-00000000000${n}`);
const [a = '', b = ''] = ids;
const caller = {
  number: '+33261910012',
  displayName: 'Mme Roussel',
  queue: 'Hotline',
  customerNumber: null,
  divertedBy: null,
  headers: [],
};

const incoming = (id: string): CallEvent => ({ type: 'incoming', id, at, caller });
const dialled = (id: string): CallEvent => ({ type: 'dialAsked', id, at, number: '0261910012' });
const answer = (id: string): CallEvent => ({ type: 'answerAsked', id, microphone: null });
const accepted = (id: string): CallEvent => ({ type: 'accepted', id, at });
const mediaUp = (id: string): CallEvent => ({ type: 'mediaUp', id });
const ended = (id: string, cause: EndCause): CallEvent => ({ type: 'ended', id, at: later, cause });
const hold = (id: string, on: boolean): CallEvent => ({ type: 'holdAsked', id, on });
const holdDone = (id: string, on: boolean): CallEvent => ({ type: 'holdDone', id, on });

function play(...events: readonly CallEvent[]): {
  state: CallsState;
  effects: CallEffect[];
  last: readonly CallEffect[];
} {
  let state = noCalls;
  const effects: CallEffect[] = [];
  let last: readonly CallEffect[] = [];
  for (const event of events) {
    [state, last] = reduceCalls(state, event);
    effects.push(...last);
  }
  return { state, effects, last };
}

const only = (state: CallsState) => state.calls[0];
const byId = (state: CallsState, id: string) => state.calls.find((call) => call.id === id);

describe('an incoming call', () => {
  it('rings, is answered, and speaks once the sound is there', () => {
    expect(only(play(incoming(a)).state)).toMatchObject({ ...caller, phase: 'ringing', direction: 'incoming' });
    const answered = play(incoming(a), answer(a));
    expect(only(answered.state)).toMatchObject({ phase: 'connecting', answeredAt: null });
    expect(answered.last).toEqual([{ type: 'answer', id: a }]);
    expect(only(play(incoming(a), answer(a), accepted(a)).state)).toMatchObject({
      phase: 'connecting',
      answeredAt: at,
    });
    expect(only(play(incoming(a), answer(a), accepted(a), mediaUp(a)).state)).toMatchObject({ phase: 'active' });
  });

  it('keeps ringing without a microphone and says why; the next try clears it', () => {
    const refused: CallEvent = { type: 'answerAsked', id: a, microphone: 'PHONE_MICROPHONE_MISSING' };
    const { state, last } = play(incoming(a), refused);
    expect(only(state)).toMatchObject({ phase: 'ringing', errorCode: 'PHONE_MICROPHONE_MISSING' });
    expect(last).toEqual([]);
    expect(only(play(incoming(a), refused, answer(a)).state)).toMatchObject({ phase: 'connecting', errorCode: null });
  });

  it.each<[EndCause, string]>([
    ['cancelled', 'missed'],
    ['answered-elsewhere', 'answered-elsewhere'],
    ['connection-lost', 'missed'],
    ['media-failed', 'failed'],
  ])('that ends by %s before the answer is %s', (cause, outcome) => {
    expect(only(play(incoming(a), ended(a, cause)).state)).toMatchObject({ phase: 'ended', outcome, endedAt: later });
  });

  it('is declined by the agent', () => {
    const { state, last } = play(incoming(a), { type: 'rejectAsked', id: a, at: later });
    expect(only(state)).toMatchObject({ phase: 'ended', outcome: 'rejected' });
    expect(last).toEqual([{ type: 'decline', id: a }]);
  });

  it('beyond the fourth hears busy and is shown as missed', () => {
    const { state, last } = play(...ids.slice(0, maximumLiveCalls + 1).map(incoming));
    const fifth = ids[maximumLiveCalls];
    expect(byId(state, fifth ?? '')).toMatchObject({ phase: 'ended', outcome: 'missed' });
    expect(last).toEqual([{ type: 'decline', id: fifth }]);
  });
});

describe('a call whose network is away', () => {
  const talking = [incoming(a), answer(a), accepted(a), mediaUp(a)];
  const lost: CallEvent = { type: 'mediaLost', id: a, at: later };

  it('says since when, stays what it was, and is in order again when the sound is back', () => {
    const { state, effects } = play(...talking, lost);
    expect(only(state)).toMatchObject({ phase: 'active', reconnectingSince: later });
    const back: CallEvent = { type: 'mediaBack', id: a, at: '2026-03-02T09:01:12.000Z' };
    expect(only(play(...talking, lost, back).state)).toMatchObject({
      phase: 'active',
      reconnectingSince: null,
      lastGap: { ms: 12_000 },
    });
    expect(effects).toEqual(play(...talking).effects);
  });

  it('that never had a sound says so since its answer, and the first sound is no gap', () => {
    const missing: CallEvent = { type: 'mediaMissing', id: a, at: later };
    const silent = play(incoming(a), answer(a), accepted(a), missing);
    expect(only(silent.state)).toMatchObject({
      phase: 'connecting',
      reconnectingSince: later,
      errorCode: 'PHONE_NO_SOUND',
    });
    const back: CallEvent = { type: 'mediaBack', id: a, at: '2026-03-02T09:01:12.000Z' };
    for (const events of [
      [mediaUp(a), back],
      [back, mediaUp(a)],
    ]) {
      const { state } = play(incoming(a), answer(a), accepted(a), missing, ...events);
      const inOrder = { phase: 'active', reconnectingSince: null, errorCode: null, lastGap: null };
      expect(only(state)).toMatchObject(inOrder);
    }
    const given = play(incoming(a), answer(a), accepted(a), missing, {
      type: 'ended',
      id: a,
      at: later,
      cause: 'media-failed',
    });
    expect(only(given.state)).toMatchObject({ phase: 'ended', outcome: 'answered', errorCode: 'PHONE_MEDIA_FAILED' });
  });

  it('can be held, muted and hung up meanwhile', () => {
    const held = play(...talking, lost, hold(a, true));
    expect(only(held.state)).toMatchObject({ phase: 'active', holdPending: true });
    const { state, last } = play(...talking, lost, { type: 'hangUpAsked', id: a, at: later });
    expect(only(state)).toMatchObject({
      phase: 'ended',
      outcome: 'answered',
      errorCode: null,
      reconnectingSince: null,
    });
    expect(last).toEqual([{ type: 'hangUp', id: a }]);
  });

  it('ends as one that the network cut off, to be called back', () => {
    const { state } = play(...talking, lost, ended(a, 'lost'));
    expect(only(state)).toMatchObject({ outcome: 'answered', errorCode: 'PHONE_CALL_LOST', reconnectingSince: null });
  });
});

describe('an outgoing call', () => {
  it('calls, rings there, speaks', () => {
    expect(play(dialled(a)).last).toEqual([{ type: 'dial', id: a, number: '0261910012' }]);
    expect(only(play(dialled(a), { type: 'progress', id: a, media: false }).state)).toMatchObject({ phase: 'early' });
    expect(only(play(dialled(a), accepted(a)).state)).toMatchObject({ phase: 'active', answeredAt: at });
  });

  it.each<[EndCause, string, string | null]>([
    ['busy', 'busy', null],
    ['no-answer', 'no-answer', null],
    ['rejected', 'rejected', null],
    ['number-unknown', 'failed', 'PHONE_NUMBER_INVALID'],
    ['refused', 'failed', 'PHONE_PBX_REFUSED'],
    ['connection-lost', 'failed', 'PHONE_PBX_UNREACHABLE'],
  ])('that ends by %s is %s, with the busy tone', (cause, outcome, errorCode) => {
    const { state, last } = play(dialled(a), ended(a, cause));
    expect(only(state)).toMatchObject({ outcome, errorCode });
    expect(last).toEqual([{ type: 'busyTone' }]);
  });

  it('is given up by the agent without a tone', () => {
    const { state, last } = play(dialled(a), { type: 'hangUpAsked', id: a, at: later });
    expect(only(state)).toMatchObject({ outcome: 'cancelled' });
    expect(last).toEqual([{ type: 'hangUp', id: a }]);
  });
});

describe('hold', () => {
  const speaking = [incoming(a), answer(a), accepted(a), mediaUp(a)];

  it('is pending until the PBX has confirmed', () => {
    const asked = play(...speaking, hold(a, true));
    expect(only(asked.state)).toMatchObject({ phase: 'active', holdPending: true });
    expect(asked.last).toEqual([{ type: 'setHold', id: a, on: true }]);
    expect(only(play(...speaking, hold(a, true), holdDone(a, true)).state)).toMatchObject({
      phase: 'held',
      holdPending: false,
    });
  });

  it('that is taken back while it is pending is undone after it: one offer at a time', () => {
    const { state, effects } = play(...speaking, hold(a, true), hold(a, false));
    expect(effects.filter(({ type }) => type === 'setHold')).toHaveLength(1);
    const [after, next] = reduceCalls(state, holdDone(a, true));
    expect(only(after)).toMatchObject({ phase: 'held', holdPending: true });
    expect(next).toEqual([{ type: 'setHold', id: a, on: false }]);
  });

  it('that the PBX refuses leaves the call as it was, but mutes it: whoever waits must not hear the desk', () => {
    const { state, last } = play(...speaking, hold(a, true), { type: 'holdFailed', id: a, on: true });
    expect(only(state)).toMatchObject({
      phase: 'active',
      muted: true,
      holdPending: false,
      errorCode: 'PHONE_PBX_REFUSED',
    });
    expect(last).toEqual([{ type: 'setMuted', id: a, on: true }]);
  });

  it('answering a second call holds the first, before the answer', () => {
    const { state, last } = play(...speaking, incoming(b), answer(b));
    expect(last).toEqual([
      { type: 'setHold', id: a, on: true },
      { type: 'answer', id: b },
    ]);
    expect(byId(state, a)).toMatchObject({ holdPending: true });
  });

  it('a call that is answered while another is being connected holds that one as soon as it can', () => {
    const { last } = play(incoming(a), answer(a), incoming(b), answer(b), accepted(a), mediaUp(a));
    expect(last).toEqual([{ type: 'setHold', id: a, on: true }]);
  });

  it('resuming one holds the other', () => {
    const both = [...speaking, incoming(b), answer(b), holdDone(a, true), accepted(b), mediaUp(b)];
    const { last } = play(...both, hold(a, false));
    expect(last).toEqual([
      { type: 'setHold', id: b, on: true },
      { type: 'setHold', id: a, on: false },
    ]);
  });
});

it('mute, the other side’s hold and DTMF are kept with the call', () => {
  const { state, effects } = play(
    incoming(a),
    answer(a),
    accepted(a),
    mediaUp(a),
    { type: 'muteAsked', id: a, on: true },
    { type: 'remoteHold', id: a, on: true },
    { type: 'dtmfAsked', id: a, digits: '12' },
    { type: 'dtmfAsked', id: a, digits: '#' },
  );
  expect(only(state)).toMatchObject({ muted: true, heldByRemote: true, digits: '12#' });
  expect(effects.slice(1)).toEqual([
    { type: 'setMuted', id: a, on: true },
    { type: 'sendDtmf', id: a, digits: '12' },
    { type: 'sendDtmf', id: a, digits: '#' },
  ]);
});

it('a call that was to be held, and is not after all, is muted while the agent speaks to another', () => {
  const { state, last } = play(incoming(a), answer(a), accepted(a), mediaUp(a), dialled(b), {
    type: 'holdFailed',
    id: a,
    on: false,
  });
  expect(byId(state, a)).toMatchObject({ muted: true, holdPending: false });
  expect(last).toEqual([{ type: 'setMuted', id: a, on: true }]);
});

it('an ended call stays until the desk has logged it; a living one cannot be acknowledged away', () => {
  const acknowledged: CallEvent = { type: 'acknowledged', id: a };
  expect(play(incoming(a), acknowledged).state.calls).toHaveLength(1);
  expect(play(incoming(a), ended(a, 'cancelled'), acknowledged).state.calls).toHaveLength(0);
});

it('nothing is kept of the calls when the account goes', () => {
  const { state, last } = play(incoming(a), ended(a, 'cancelled'), incoming(b), { type: 'forgotten' });
  expect(state).toEqual(noCalls);
  expect(last).toEqual([{ type: 'hangUp', id: b }]);
});

const causes: readonly EndCause[] = [
  'hung-up',
  'cancelled',
  'answered-elsewhere',
  'busy',
  'no-answer',
  'rejected',
  'number-unknown',
  'refused',
  'media-failed',
  'connection-lost',
];
const id = fc.constantFrom(...ids);
const on = fc.boolean();
const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  id.map(incoming),
  id.map(dialled),
  id.map(answer),
  id.map(accepted),
  id.map(mediaUp),
  fc.record({ type: fc.constant('progress' as const), id, media: on }),
  fc.record({ type: fc.constantFrom('holdAsked' as const, 'holdDone' as const, 'holdFailed' as const), id, on }),
  fc.record({ type: fc.constantFrom('muteAsked' as const, 'remoteHold' as const), id, on }),
  fc.record({ type: fc.constantFrom('rejectAsked' as const, 'hangUpAsked' as const), id, at: fc.constant(later) }),
  fc.record({
    type: fc.constant('dtmfAsked' as const),
    id,
    digits: fc.constantFrom('1', '*#', '0123456789'.repeat(3)),
  }),
  fc.record({ type: fc.constant('divertAsked' as const), id, at: fc.constant(later), number: fc.constant('202') }),
  fc.record({
    type: fc.constant('transferAsked' as const),
    id,
    to: id.map((callId) => ({ kind: 'call', callId }) as const),
  }),
  id.map((each): CallEvent => ({ type: 'transferAsked', id: each, to: { kind: 'number', number: '202' } })),
  fc.record({ type: fc.constant('transferProgress' as const), id, ringing: on }),
  fc.record({ type: fc.constant('transferDone' as const), id, at: fc.constant(later) }),
  fc.record({ type: fc.constant('transferFailed' as const), id, code: fc.constant('PHONE_TRANSFER_FAILED' as const) }),
  fc.record({ type: fc.constant('conferenceAsked' as const), id, otherId: id }),
  fc.record({ type: fc.constant('splitAsked' as const), id }),
  fc.record({ type: fc.constant('ended' as const), id, at: fc.constant(later), cause: fc.constantFrom(...causes) }),
  id.map((each): CallEvent => ({ type: 'acknowledged', id: each })),
);
const anyHistory = fc.array(anyEvent, { maxLength: 60 });

describe('whatever happens, in whatever order', () => {
  const always = (holds: (state: CallsState, effects: readonly CallEffect[], before: CallsState) => void) =>
    fc.assert(
      fc.property(anyHistory, (events) => {
        let state = noCalls;
        for (const event of events) {
          const before = state;
          const [next, effects] = reduceCalls(before, event);
          holds(next, effects, before);
          state = next;
        }
      }),
      { numRuns: 500 },
    );

  it('the desk gets what the contract says', () => {
    always((state) => {
      for (const call of state.calls) PhoneCall.strict().parse(publicCall(call));
    });
  });

  it('at most four calls live, and the ended ones are bounded', () => {
    always((state) => {
      const live = state.calls.filter(isLive).length;
      expect(live).toBeLessThanOrEqual(maximumLiveCalls);
      expect(state.calls.length - live).toBeLessThanOrEqual(maximumEndedCalls);
    });
  });

  it('at most one call is meant to speak, unless the PBX refused a hold: then the others were muted', () => {
    const refusedOnce = new Set<string>();
    always((state, effects, before) => {
      if (before.calls.length === 0) refusedOnce.clear();
      for (const effect of effects) if (effect.type === 'setMuted' && effect.on) refusedOnce.add(effect.id);
      const speaking = state.calls.filter(
        (call) => isLive(call) && call.phase !== 'ringing' && !call.wantsHold && !refusedOnce.has(call.id),
      );
      const conversations = speaking.filter((call) => !call.conference).length;
      expect(conversations + (speaking.some((call) => call.conference) ? 1 : 0)).toBeLessThanOrEqual(1);
    });
  });

  it('a conference is of two calls, or there is none', () => {
    always((state) => {
      const members = state.calls.filter((call) => call.conference);
      expect([0, 2]).toContain(members.length);
      expect(members.every(isLive)).toBe(true);
    });
  });

  it('a call that has ended never comes back, and has its outcome', () => {
    always((state, _, before) => {
      for (const call of before.calls) {
        const after = byId(state, call.id);
        if (!isLive(call) && after !== undefined) expect(after).toEqual(call);
      }
      for (const call of state.calls) expect(call.outcome !== null).toBe(!isLive(call));
    });
  });

  it('effects are asked only of calls that lived until then', () => {
    always((state, effects, before) => {
      for (const effect of effects) {
        if (!('id' in effect)) continue;
        const lived = byId(before, effect.id);
        expect(lived === undefined ? byId(state, effect.id) !== undefined : isLive(lived)).toBe(true);
      }
    });
  });

  it('every wish about hold is either fulfilled or under way once the call speaks', () => {
    always((state) => {
      for (const call of state.calls) {
        if (call.phase !== 'active' && call.phase !== 'held') continue;
        expect(call.holdPending || call.wantsHold === (call.phase === 'held')).toBe(true);
      }
    });
  });

  it('a log replayed gives the same state, also after it went through JSON', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const once = play(...events).state;
        const again = play(...(JSON.parse(JSON.stringify(events)) as CallEvent[])).state;
        expect(JSON.parse(JSON.stringify(once))).toEqual(again);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { reduceCalls } from '../../../renderer/voice/call/call-reducer.ts';
import { noCalls, type CallEffect, type CallEvent, type CallsState } from '../../../renderer/voice/call/call-state.ts';
import { transferFailure } from '../../../renderer/voice/sip/transfer-failure.ts';

const at = '2026-03-02T09:00:00.000Z';
const later = '2026-03-02T09:01:00.000Z';
const [customer, colleague, third] = [1, 2, 3].map((n) => `018f4e5a-7b2c-7d3e-8f4a-00000000000${n}`) as [
  string,
  string,
  string,
];
const caller = {
  number: '+33261910012',
  displayName: 'Mme Roussel',
  queue: null,
  customerNumber: null,
  divertedBy: null,
  headers: [],
};

const answered = (id: string, startedAt: string): CallEvent[] => [
  { type: 'incoming', id, at: startedAt, caller },
  { type: 'answerAsked', id, microphone: null },
  { type: 'accepted', id, at: startedAt },
  { type: 'mediaUp', id },
];
const held = (id: string, on: boolean): CallEvent => ({ type: 'holdDone', id, on });
const toCall = (id: string, callId: string): CallEvent => ({ type: 'transferAsked', id, to: { kind: 'call', callId } });
const toNumber = (id: string): CallEvent => ({ type: 'transferAsked', id, to: { kind: 'number', number: '202' } });
/** The customer waits, the agent talks with the colleague. */
const consulting = [...answered(customer, at), ...answered(colleague, later), held(customer, true)];

function play(...events: readonly CallEvent[]): { state: CallsState; last: readonly CallEffect[] } {
  let state = noCalls;
  let last: readonly CallEffect[] = [];
  for (const event of events) [state, last] = reduceCalls(state, event);
  return { state, last };
}
const call = (state: CallsState, id: string) => state.calls.find((each) => each.id === id);

describe('a transfer', () => {
  it('to a number is asked once, and says only what the PBX has said', () => {
    const asked = play(...answered(customer, at), toNumber(customer));
    expect(asked.last).toEqual([{ type: 'refer', id: customer, to: { kind: 'number', number: '202' } }]);
    expect(call(asked.state, customer)?.transfer).toEqual({ number: '202', otherCallId: null, state: 'asked' });
    expect(reduceCalls(asked.state, toNumber(customer))).toEqual([asked.state, []]);
    const progress = (ringing: boolean): CallEvent => ({ type: 'transferProgress', id: customer, ringing });
    const states = [progress(false), progress(true), progress(false)].map((_, index, events) => {
      return call(play(...answered(customer, at), toNumber(customer), ...events.slice(0, index + 1)).state, customer);
    });
    expect(states.map((each) => each?.transfer?.state)).toEqual(['trying', 'ringing', 'ringing']);
  });

  it.each([
    [customer, colleague],
    [colleague, customer],
  ])('joins the two calls whichever of them the agent is in: the first caller is sent to the second', (from, to) => {
    const asked = play(...consulting, toCall(from, to));
    expect(asked.last).toEqual([{ type: 'refer', id: customer, to: { kind: 'call', callId: colleague } }]);
    const [state, effects] = reduceCalls(asked.state, { type: 'transferDone', id: customer, at: later });
    expect(effects).toEqual([
      { type: 'hangUp', id: customer },
      { type: 'hangUp', id: colleague },
    ]);
    expect(state.calls.map(({ phase, outcome, transfer }) => [phase, outcome, transfer?.state])).toEqual([
      ['ended', 'answered', 'done'],
      ['ended', 'answered', 'done'],
    ]);
  });

  it('that failed gives the caller back, unless the agent is in another conversation', () => {
    const failed: CallEvent = { type: 'transferFailed', id: customer, code: 'PHONE_TRANSFER_NOT_TAKEN' };
    const alone = play(
      ...answered(customer, at),
      { type: 'holdAsked', id: customer, on: true },
      held(customer, true),
      toNumber(customer),
      failed,
    );
    expect(alone.last).toEqual([{ type: 'setHold', id: customer, on: false }]);
    expect(call(alone.state, customer)).toMatchObject({
      transfer: { state: 'failed' },
      errorCode: 'PHONE_TRANSFER_NOT_TAKEN',
    });
    const busy = play(...consulting, toCall(customer, colleague), failed);
    expect(busy.last).toEqual([]);
    expect(call(busy.state, customer)).toMatchObject({ phase: 'held', transfer: { state: 'failed' } });
    expect(play(...consulting, toCall(customer, colleague), failed, toCall(customer, colleague)).last).toHaveLength(1);
  });

  it('whose call the PBX takes away before it says how it ended is handed over, not done', () => {
    const { state } = play(
      ...answered(customer, at),
      toNumber(customer),
      { type: 'transferProgress', id: customer, ringing: false },
      { type: 'ended', id: customer, at: later, cause: 'hung-up' },
    );
    expect(call(state, customer)).toMatchObject({ outcome: 'answered', transfer: { state: 'handedOver' } });
  });

  it('names why it failed by the status of the other side', () => {
    expect([404, 486, 408, 403, undefined].map(transferFailure)).toEqual([
      'PHONE_NUMBER_INVALID',
      'PHONE_TRANSFER_NOT_TAKEN',
      'PHONE_TRANSFER_NOT_TAKEN',
      'PHONE_TRANSFER_FAILED',
      'PHONE_TRANSFER_FAILED',
    ]);
  });
});

describe('a conference', () => {
  const merge: CallEvent = { type: 'conferenceAsked', id: colleague, otherId: customer };
  const merged = [...consulting, merge, held(customer, false)];

  it('brings the waiting one back and mixes both', () => {
    const { state, last } = play(...consulting, merge);
    expect(last).toEqual([
      { type: 'mix', id: colleague, otherId: customer },
      { type: 'setHold', id: customer, on: false },
    ]);
    expect(play(...merged).state.calls.map(({ phase, conference }) => [phase, conference])).toEqual([
      ['active', true],
      ['active', true],
    ]);
    expect(state.calls).toHaveLength(2);
  });

  it('is muted and held as one', () => {
    expect(play(...merged, { type: 'muteAsked', id: customer, on: true }).last).toEqual([
      { type: 'setMuted', id: customer, on: true },
      { type: 'setMuted', id: colleague, on: true },
    ]);
    const both = (on: boolean): CallEffect[] => [customer, colleague].map((id) => ({ type: 'setHold', id, on }));
    const hold: CallEvent = { type: 'holdAsked', id: colleague, on: true };
    expect(play(...merged, hold).last).toEqual(both(true));
    const resume: CallEvent = { type: 'holdAsked', id: customer, on: false };
    expect(play(...merged, hold, held(customer, true), held(colleague, true), resume).last).toEqual(both(false));
    // A third call puts both on hold.
    const answer: CallEvent = { type: 'answerAsked', id: third, microphone: null };
    expect(play(...merged, { type: 'incoming', id: third, at: later, caller }, answer).last).toEqual([
      ...both(true),
      { type: 'answer', id: third },
    ]);
  });

  it('is over when one hangs up, is parted by the agent, and is left by joining the others', () => {
    const gone = play(...merged, { type: 'ended', id: colleague, at: later, cause: 'hung-up' });
    expect(gone.last).toEqual([{ type: 'unmix', id: colleague }]);
    expect(call(gone.state, customer)).toMatchObject({ phase: 'active', conference: false });
    expect(play(...merged, { type: 'splitAsked', id: customer }).last).toEqual([
      { type: 'unmix', id: customer },
      { type: 'setHold', id: colleague, on: true },
    ]);
    const left = play(...merged, toCall(colleague, customer), { type: 'transferDone', id: customer, at: later });
    expect(left.last).toEqual([
      { type: 'unmix', id: customer },
      { type: 'hangUp', id: customer },
      { type: 'hangUp', id: colleague },
    ]);
    expect(left.state.calls.every(({ conference, phase }) => !conference && phase === 'ended')).toBe(true);
    expect(play(...merged, toNumber(customer)).last).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { reduceCalls } from '../../../renderer/voice/call/call-reducer.ts';
import { noCalls, type CallEvent } from '../../../renderer/voice/call/call-state.ts';
import { tellDelay } from '../../../renderer/voice/call/tell-delay.ts';

const at = '2026-03-02T09:00:00.000Z';
const id = '018f4e5a-7b2c-7d3e-8f4a-000000000001';
const ringing: CallEvent = {
  type: 'incoming',
  id,
  at,
  caller: { number: null, displayName: null, queue: null, customerNumber: null, divertedBy: null, headers: [] },
};
const answered: CallEvent = { type: 'answerAsked', id, microphone: null };
const accepted: CallEvent = { type: 'accepted', id, at };
const up: CallEvent = { type: 'mediaUp', id };
const ended: CallEvent = { type: 'ended', id, at, cause: 'hung-up' };

const delayAfter = (msLater: number, ...events: readonly CallEvent[]): number =>
  tellDelay(events.reduce((state, event) => reduceCalls(state, event)[0], noCalls).calls, Date.parse(at) + msLater);

it('a call that rings or ends is told at once', () => {
  expect(delayAfter(0, ringing)).toBe(0);
  expect(delayAfter(0, ringing, answered, accepted, up, ended)).toBe(0);
});

it('while an answer is under way the sound leads, for less than half a second', () => {
  expect(delayAfter(0, ringing, answered)).toBeGreaterThan(0);
  expect(delayAfter(0, ringing, answered, accepted)).toBeLessThan(500);
  expect(delayAfter(100, ringing, answered, accepted, up)).toBeLessThan(100);
});

it('a conversation that goes on is told of at once', () => {
  expect(delayAfter(3_000, ringing, answered, accepted, up)).toBe(0);
});

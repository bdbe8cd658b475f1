import { expect, it } from 'vitest';
import { reduceCalls } from '../../../renderer/voice/call/call-reducer.ts';
import { noCalls, type CallEvent } from '../../../renderer/voice/call/call-state.ts';
import { soundsFor } from '../../../renderer/voice/ringer/sound-plan.ts';

const at = '2026-03-02T09:00:00.000Z';
const a = '018f4e5a-7b2c-7d3e-8f4a-000000000001';
const b = '018f4e5a-7b2c-7d3e-8f4a-000000000002';
const incoming = (id: string): CallEvent => ({
  type: 'incoming',
  id,
  at,
  caller: { number: null, displayName: null, queue: null, customerNumber: null, divertedBy: null, headers: [] },
});
const answered = (id: string): CallEvent[] => [
  { type: 'answerAsked', id, microphone: null },
  { type: 'accepted', id, at },
  { type: 'mediaUp', id },
];
const after = (...events: readonly CallEvent[]) =>
  soundsFor(events.reduce((state, event) => reduceCalls(state, event)[0], noCalls));

const silence = { ringer: null, speaker: null };
const dialled: CallEvent = { type: 'dialAsked', id: a, at, number: '201' };

it.each<[string, CallEvent[], ReturnType<typeof soundsFor>]>([
  ['nothing happens', [], silence],
  ['somebody calls', [incoming(a)], { ringer: 'ring', speaker: null }],
  ['the call is answered', [incoming(a), ...answered(a)], silence],
  ['the call is declined', [incoming(a), { type: 'rejectAsked', id: a, at }], silence],
  ['the caller gives up', [incoming(a), { type: 'ended', id: a, at, cause: 'cancelled' }], silence],
  ['the account goes', [incoming(a), { type: 'forgotten' }], silence],
  ['another call waits', [incoming(a), ...answered(a), incoming(b)], { ringer: null, speaker: 'waiting' }],
  [
    'the conversation ends while another waits',
    [incoming(a), ...answered(a), incoming(b), { type: 'hangUpAsked', id: a, at }],
    { ringer: 'ring', speaker: null },
  ],
  ['we call', [dialled], silence],
  ['it rings there', [dialled, { type: 'progress', id: a, media: false }], { ringer: null, speaker: 'ringback' }],
  ['the network sends its own tone', [dialled, { type: 'progress', id: a, media: true }], silence],
  ['they answer', [dialled, { type: 'progress', id: a, media: false }, { type: 'accepted', id: a, at }], silence],
])('when %s', (_, events, plan) => {
  expect(after(...events)).toEqual(plan);
});

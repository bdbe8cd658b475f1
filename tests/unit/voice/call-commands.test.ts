import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../domain/errors.ts';
import { CallCommands } from '../../../renderer/voice/call/call-commands.ts';
import { reduceCalls } from '../../../renderer/voice/call/call-reducer.ts';
import { maximumLiveCalls, noCalls, type CallEvent } from '../../../renderer/voice/call/call-state.ts';

const ringing = '01990000-0000-7000-8000-000000000008';
const gone = '01990000-0000-7000-8000-000000000009';

const incoming: CallEvent = {
  type: 'incoming',
  id: ringing,
  at: '2026-03-02T09:00:00.000Z',
  caller: {
    number: '+33261910012',
    displayName: null,
    queue: null,
    customerNumber: null,
    divertedBy: null,
    headers: [],
  },
};

function phone(registered: boolean | null = true, missing: ErrorCode | null = null) {
  const events: CallEvent['type'][] = [];
  let state = noCalls;
  const commands = new CallCommands({
    state: () => state,
    dispatch: (event) => {
      events.push(event.type);
      [state] = reduceCalls(state, event);
    },
    line: () => (registered === null ? undefined : { registered, voicemail: null }),
    whyNoMicrophone: () => Promise.resolve(missing),
  });
  const ring = (): void => void ([state] = reduceCalls(state, incoming));
  return { commands, events, ring };
}

describe('a number to call', () => {
  it('is called, and the reply names the call', async () => {
    const { commands, events } = phone();
    const { callId = '' } = await commands.run({ type: 'call', number: '02 61 91 00 12' });
    expect(await commands.run({ type: 'hangUp', callId })).toEqual({ error: null });
    expect(events).toEqual(['dialAsked', 'hangUpAsked']);
  });

  it.each([
    ['PHONE_NO_LINE', phone(null), '201'],
    ['PHONE_NOT_REGISTERED', phone(false), '201'],
    ['PHONE_NUMBER_INVALID', phone(), '<script>'],
    ['PHONE_MICROPHONE_MISSING', phone(true, 'PHONE_MICROPHONE_MISSING'), '201'],
  ])('is refused with %s', async (code, { commands, events }, number) => {
    await expect(commands.run({ type: 'call', number })).rejects.toMatchObject({ code });
    expect(events).toEqual([]);
  });

  it('is refused when as many calls live as can be shown', async () => {
    const { commands } = phone();
    for (let call = 0; call < maximumLiveCalls; call++) await commands.run({ type: 'call', number: '201' });
    await expect(commands.run({ type: 'call', number: '201' })).rejects.toMatchObject({ code: 'PHONE_TOO_MANY_CALLS' });
  });
});

it.each([
  { type: 'answer', callId: gone },
  { type: 'reject', callId: gone },
  { type: 'hangUp', callId: gone },
  { type: 'mute', callId: gone, on: true },
  { type: 'hold', callId: gone, on: true },
  { type: 'dtmf', callId: gone, digits: '1' },
  { type: 'divert', callId: gone, number: null },
] as const)('$type of a call that is over says so', async (command) => {
  const { commands, events } = phone();
  await expect(commands.run(command)).rejects.toMatchObject({ code: 'PHONE_CALL_GONE' });
  expect(events).toEqual([]);
});

it('an answer without a microphone reaches the call, which says why it still rings', async () => {
  const { commands, events, ring } = phone(true, 'PHONE_MICROPHONE_MISSING');
  ring();
  expect(await commands.run({ type: 'answer', callId: ringing })).toEqual({ error: 'PHONE_MICROPHONE_MISSING' });
  expect(events).toEqual(['answerAsked']);
});

import { expect, it } from 'vitest';
import type { PhoneToDesk } from '../../../renderer/voice/contract/messages.ts';
import type { PhoneSnapshot } from '../../../renderer/voice/contract/state.ts';
import { DeskPort } from '../../../renderer/voice/desk-port.ts';

const snapshot: PhoneSnapshot = {
  mode: 'none',
  lineName: null,
  echoNumber: null,
  account: { state: 'none' },
  calls: [],
  devices: {
    inputs: [],
    outputs: [],
    chosen: { microphone: null, speaker: null, ringer: null },
    absent: [],
    microphone: { state: 'starting' },
    noise: 'kept',
    warning: null,
    moved: null,
  },
  lowBandwidth: false,
  headsets: [],
  quality: [],
  work: null,
  colleagues: [],
  voicemail: null,
  ring: { silent: false, everywhere: false },
  elsewhere: null,
  heldElsewhere: [],
};
const callId = '018f4e5a-7b2c-7d3e-8f4a-000000000001';
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function desk() {
  const commands: unknown[] = [];
  const port = new DeskPort({
    snapshot,
    deskReplaced: () => undefined,
    run: (command) => {
      commands.push(command);
      return Promise.resolve({ error: null });
    },
  });
  const connect = () => {
    const received: PhoneToDesk[] = [];
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => received.push(data as PhoneToDesk);
    port.connect(channel.port2);
    const send = async (message: unknown): Promise<void> => {
      channel.port1.postMessage(message);
      await turn();
      await turn();
    };
    return { received, send, close: () => channel.port1.close() };
  };
  await turn();
  return { port, commands, connect };
}

it('greets a desk with everything, and tells changes only after that', async () => {
  const { port, connect } = await desk();
  const { received, send, close } = connect();
  port.tell({ calls: [] });
  await send({ type: 'hello' });
  port.tell({ account: { state: 'connecting' } });
  port.tell('all');
  await turn();
  await turn();
  expect(received).toEqual([
    { type: 'snapshot', snapshot },
    { type: 'change', account: { state: 'connecting' } },
    { type: 'snapshot', snapshot },
  ]);
  close();
});

it('runs a command and answers it', async () => {
  const { commands, connect } = await desk();
  const { received, send, close } = connect();
  await send({ type: 'command', requestId: 7, command: { type: 'answer', callId } });
  expect(commands).toEqual([{ type: 'answer', callId }]);
  expect(received).toEqual([{ type: 'reply', requestId: 7, error: null }]);
  close();
});

it.each([
  { type: 'command', requestId: 7, command: { type: 'answer', callId: 'x' } },
  { type: 'command', requestId: 7, command: { type: 'dtmf', callId, digits: '1; rm' } },
  { type: 'command', requestId: 7 },
  { type: 'shout', requestId: 7 },
])('refuses %j', async (message) => {
  const { commands, connect } = await desk();
  const { received, send, close } = connect();
  await send(message);
  expect(commands).toEqual([]);
  expect(received).toEqual([{ type: 'reply', requestId: 7, error: 'PHONE_COMMAND_MALFORMED' }]);
  close();
});

it('forgets the old desk when a new one connects', async () => {
  const { port, connect } = await desk();
  const old = connect();
  await old.send({ type: 'hello' });
  const young = connect();
  await young.send({ type: 'hello' });
  port.tell('all');
  await turn();
  await turn();
  expect(old.received).toHaveLength(1);
  expect(young.received).toHaveLength(2);
  old.close();
  young.close();
});

import { expect } from '@playwright/test';
import { CustomerCall } from '../lab/customer.ts';
import { energyShare, loudness } from '../lab/signature.ts';
import type { Recording } from '../lab/recording.ts';
import { waitFor } from '../lab/wait.ts';
import { test } from './phone/fixtures.ts';

test('rings there with a ringback in the headset; answered, both hear each other; the agent hangs up', async ({
  agent,
  asterisk,
  sound,
}) => {
  const [headset, speakers] = [await sound.record('headset'), await sound.record('speakers')];
  const customer = await CustomerCall.await({
    port: asterisk.customerPort,
    sipPort: asterisk.sipPort,
    ringMs: 4000,
  });
  const { callId = '' } = await agent.does({ type: 'call', number: '02 61 91 00 12' });
  expect(await agent.call('early', callId)).toMatchObject({ direction: 'outgoing', number: '0261910012' });
  await hearsTone(headset, 'the ringback');
  await customer.reaches('talking');
  expect(await agent.call('active', callId)).toMatchObject({ errorCode: null });
  sound.speak('agent');
  await customer.heard.hears('agent');
  await headset.hears('customer');
  await agent.does({ type: 'hangUp', callId });
  await customer.reaches('ended');
  expect(await agent.call('ended', callId)).toMatchObject({ outcome: 'answered' });
  expect(loudness(speakers.samples())).toBeLessThan(5);
  headset.stop();
  speakers.stop();
});

test('a busy customer: the busy tone, and it is said', async ({ agent, asterisk, sound }) => {
  const headset = await sound.record('headset');
  await CustomerCall.await({ port: asterisk.customerPort, sipPort: asterisk.sipPort, refuseWith: '486 Busy Here' });
  const { callId = '' } = await agent.does({ type: 'call', number: '0261910012' });
  expect(await agent.call('ended', callId)).toMatchObject({ outcome: 'busy', answeredAt: null, errorCode: null });
  await hearsTone(headset, 'the busy tone');
  await waitFor('the busy tone to end', () => loudness(headset.samples(headset.lengthMs - 1500)) < 5);
  headset.stop();
});

test('a customer who does not answer; the agent gives up', async ({ agent, asterisk }) => {
  const customer = await CustomerCall.await({
    port: asterisk.customerPort,
    sipPort: asterisk.sipPort,
    ringMs: Infinity,
  });
  const { callId = '' } = await agent.does({ type: 'call', number: '0261910012' });
  await agent.call('early', callId);
  await agent.does({ type: 'hangUp', callId });
  expect(await agent.call('ended', callId)).toMatchObject({ outcome: 'cancelled', answeredAt: null });
  await customer.reaches('ended');
});

test('a number that does not exist, and text that is no number', async ({ agent }) => {
  const { callId = '' } = await agent.does({ type: 'call', number: '999' });
  expect(await agent.call('ended', callId)).toMatchObject({ outcome: 'failed', errorCode: 'PHONE_NUMBER_INVALID' });
  expect(await agent.command({ type: 'call', number: 'Mme Roussel' })).toMatchObject({ error: 'PHONE_NUMBER_INVALID' });
});

test('what the other side plays before it answers is heard, without a ringback over it (early media)', async ({
  agent,
  sound,
}) => {
  const headset = await sound.record('headset');
  const { callId = '' } = await agent.does({ type: 'call', number: '607' });
  await agent.call('early', callId);
  await headset.hears('exchange');
  expect(await agent.call('early', callId)).toMatchObject({ answeredAt: null });
  const frame = headset.samples(headset.lengthMs - 1000);
  expect(energyShare(frame, headset.sampleRate, 440)).toBeLessThan(0.1);
  await agent.does({ type: 'hangUp', callId });
  headset.stop();
});

test('four calls at once, and no fifth', async ({ agent }) => {
  for (let calls = 0; calls < 4; calls++) await agent.does({ type: 'call', number: '602' });
  expect(await agent.command({ type: 'call', number: '602' })).toMatchObject({ error: 'PHONE_TOO_MANY_CALLS' });
  await agent.until('three calls on hold, and talk in the last', ({ calls }) => {
    const phases = calls.map((call) => call.phase);
    return phases.join() === 'held,held,held,active';
  });
});

async function hearsTone(recording: Recording, what: string): Promise<void> {
  await waitFor(what, () => {
    const frame = recording.samples(recording.lengthMs - 200);
    return loudness(frame) > 100 && energyShare(frame, recording.sampleRate, 440) > 0.8;
  });
}

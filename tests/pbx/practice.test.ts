import { expect, test } from '@playwright/test';
import { Display } from '../lab/display.ts';
import { Sound } from '../lab/sound.ts';
import { loudness } from '../lab/signature.ts';
import { waitFor } from '../lab/wait.ts';
import { Phone } from './phone/phone.ts';

let display: Display;
let sound: Sound;
let phone: Phone;

test.beforeAll(async () => {
  [display, sound] = await Promise.all([Display.start(), Sound.start()]);
});

test.beforeEach(async ({}, { title }) => {
  phone = await Phone.launch({ name: `phone ${title}`, display, sound, args: ['--practice', '--customer-calls'] });
  await phone.signIn(null);
  await phone.account('registered');
});

test.afterEach(async () => {
  await phone.stop();
  sound.hush();
});

test.afterAll(async () => {
  await Promise.all([display.stop(), sound.stop()]);
});

test('without a PBX a customer calls by herself, speaks, thanks and hangs up', async () => {
  const headset = await sound.record('headset');
  await phone.does({ type: 'chooseDevice', role: 'speaker', name: 'Headset' });
  const ringing = await phone.call('ringing');
  expect(ringing).toMatchObject({ number: '+33261910012', displayName: 'Mme Roussel', queue: 'Hotline' });
  await phone.does({ type: 'answer', callId: ringing.id });
  await phone.call('active', ringing.id);
  const from = headset.lengthMs;
  await waitFor('the customer to speak', () => loudness(headset.samples(from)) > 300);
  const ended = await phone.call('ended', ringing.id, 120_000);
  expect(ended).toMatchObject({ outcome: 'answered', errorCode: null });
});

test('the next customers are unknown and withheld; the agent ends the call', async () => {
  const first = await phone.call('ringing');
  await phone.does({ type: 'reject', callId: first.id });
  expect(await phone.call('ended', first.id)).toMatchObject({ outcome: 'rejected' });
  await phone.does({ type: 'acknowledgeEnded', callId: first.id });
  await phone.does({ type: 'practiceCall' });
  const unknown = await phone.call('ringing');
  expect(unknown).toMatchObject({ number: '+33639981243', displayName: 'M. Le Gall' });
  await phone.does({ type: 'reject', callId: unknown.id });
  await phone.does({ type: 'practiceCall' });
  const withheld = await phone.call('ringing');
  expect(withheld).toMatchObject({ number: null, displayName: null });
  await phone.does({ type: 'answer', callId: withheld.id });
  await phone.call('active', withheld.id);
  await phone.does({ type: 'hold', callId: withheld.id, on: true });
  await phone.call('held', withheld.id);
  await phone.does({ type: 'hold', callId: withheld.id, on: false });
  await phone.call('active', withheld.id);
  await phone.does({ type: 'hangUp', callId: withheld.id });
  expect(await phone.call('ended', withheld.id)).toMatchObject({ outcome: 'answered' });
});

test('a dialled customer answers; one number is busy', async () => {
  const { callId = '' } = await phone.does({ type: 'call', number: '02 61 91 00 12' });
  await phone.call('early', callId);
  await phone.call('active', callId);
  await phone.does({ type: 'hangUp', callId });
  const { callId: second = '' } = await phone.does({ type: 'call', number: '+33 2 61 91 00 99' });
  expect(await phone.call('ended', second)).toMatchObject({ outcome: 'busy' });
});

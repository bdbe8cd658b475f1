import { expect } from '@playwright/test';
import { CustomerCall } from '../lab/customer.ts';
import { test } from './phone/fixtures.ts';
import { lineOf, Phone } from './phone/phone.ts';

test('devices are listed by name, chosen by name, and the choice is kept', async ({
  agent,
  asterisk,
  display,
  sound,
}) => {
  await agent.does({ type: 'chooseDevice', role: 'microphone', name: 'Headset Microphone' });
  const { devices } = await agent.snapshot();
  expect(devices.inputs.map(({ name }) => name)).toContain('Headset Microphone');
  expect(devices.outputs.map(({ name }) => name)).toEqual(expect.arrayContaining(['Headset', 'Speakers']));
  await agent.app.quit();
  const again = await Phone.launch({ name: 'phone again', display, sound, userDataDir: agent.app.userDataDir });
  await again.signIn(lineOf(asterisk, '202'));
  const chosen = { microphone: 'Headset Microphone', speaker: 'Headset', ringer: 'Speakers' };
  expect((await again.snapshot()).devices.chosen).toEqual(chosen);
  await again.until('all chosen devices', (snapshot) => snapshot.devices.absent.length === 0);
  await again.stop();
});

test('a chosen device can be tried', async ({ agent, sound }) => {
  await agent.does({ type: 'tryDevice', role: 'ringer' });
  await expect.poll(() => sound.playersOn('speakers')).not.toEqual([]);
  expect(await sound.playersOn('headset')).toEqual([]);
  await agent.does({ type: 'tryDevice', role: 'speaker' });
  await expect.poll(() => sound.playersOn('headset')).not.toEqual([]);
});

test('without a microphone it still rings, says why it cannot be answered, and answers once there is one', async ({
  agent,
  asterisk,
  sound,
}) => {
  await sound.unplug('microphone');
  try {
    await agent.until('the microphone to be missing', ({ devices }) => devices.microphone.state === 'unavailable');
    const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
    const { id } = await agent.call('ringing');
    expect((await agent.command({ type: 'answer', callId: id })).error).toBe('PHONE_MICROPHONE_MISSING');
    expect(await agent.call('ringing', id)).toMatchObject({ errorCode: 'PHONE_MICROPHONE_MISSING' });
    await sound.plug('microphone');
    await agent.does({ type: 'retryMicrophone' });
    sound.speak('agent');
    await agent.does({ type: 'answer', callId: id });
    await agent.call('active', id);
    await customer.heard.hears('agent');
    await customer.hangUp();
  } finally {
    await sound.plug('microphone');
  }
});

test('a microphone that the system refuses is said to be refused', async ({ phone, asterisk }) => {
  await phone.app.electron.evaluate(({ session }) => {
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    session.defaultSession.setPermissionCheckHandler(() => false);
  });
  await phone.signIn(lineOf(asterisk, '201'));
  await phone.account('registered');
  await phone.until(
    'the microphone to be refused',
    ({ devices: { microphone } }) => 'code' in microphone && microphone.code === 'PHONE_MICROPHONE_REFUSED',
  );
  expect(await phone.command({ type: 'call', number: '600' })).toMatchObject({ error: 'PHONE_MICROPHONE_REFUSED' });
});

test('a headset unplugged in a call: the voice goes on in the speakers, and returns with the headset', async ({
  agent,
  asterisk,
  sound,
}) => {
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  const { id } = await agent.call('ringing');
  await agent.does({ type: 'answer', callId: id });
  const headset = await sound.record('headset');
  await headset.hears('customer');
  headset.stop();
  const speakers = await sound.record('speakers');
  await sound.unplug('headset');
  try {
    await speakers.hears('customer');
    await agent.until('the headset to be missed', ({ devices }) => devices.absent.includes('speaker'));
  } finally {
    await sound.plug('headset');
  }
  await agent.until('the headset', ({ devices }) => devices.absent.length === 0);
  await (await sound.record('headset')).hears('customer');
  await agent.call('active', id);
  await customer.hangUp();
});

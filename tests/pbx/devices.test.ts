import { expect } from '@playwright/test';
import { CustomerCall } from '../lab/customer.ts';
import { waitFor } from '../lab/wait.ts';
import { talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import type { BareDesk } from './phone/desk/main.ts';
import { lineOf, Phone } from './phone/phone.ts';

declare const window: { readonly bareDesk: BareDesk };

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
  const again = await Phone.launch({
    name: 'phone again, its devices',
    display,
    sound,
    userDataDir: agent.app.userDataDir,
  });
  await again.signIn(lineOf(asterisk, '202'));
  const chosen = { microphone: 'Headset Microphone', speaker: 'Headset', ringer: 'Speakers' };
  // Whose choice it is and which devices there are is known a moment after the sign-in.
  await expect.poll(async () => (await again.snapshot()).devices.chosen).toEqual(chosen);
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

/** SOFTPHONE.md, «Devices». */
test('a headset plugged in during a call takes it over, muted or on hold as it was, and the former devices return when it goes', async ({
  display,
  asterisk,
  sound,
}) => {
  // Before the phone starts: one that it has seen go a moment ago would have to wait for Chromium to let it go as well.
  await sound.plug('deskMicrophone');
  await sound.unplug('headset');
  await sound.unplug('microphone');
  const agent = await Phone.launch({ name: 'phone without a headset', display, sound });
  const plugIn = async (): Promise<void> => {
    const from = performance.now();
    await Promise.all([sound.plug('headset'), sound.plug('microphone')]);
    await waitFor('the voice in the headset', async () => (await sound.playersOn('headset')).length > 0);
    await waitFor('the headset to be spoken into', async () => (await sound.listenersOn('microphone')).length > 0);
    const ms = Math.round(performance.now() - from);
    test.info().annotations.push({ type: 'from the plug to the headset in use', description: `${ms} ms` });
  };
  try {
    await agent.signIn(lineOf(asterisk, '201'));
    await agent.account('registered');
    await agent.until('the devices', ({ devices }) => devices.inputs.length > 0 && devices.outputs.length > 0);
    await agent.does({ type: 'chooseDevice', role: 'microphone', name: 'Desk Microphone' });
    await agent.does({ type: 'chooseDevice', role: 'speaker', name: 'Speakers' });
    await agent.does({ type: 'chooseDevice', role: 'ringer', name: 'Speakers' });
    const desk = { microphone: 'Desk Microphone', speaker: 'Speakers', ringer: 'Speakers' };
    sound.speak('agent');
    const { customer, id } = await talk(agent, asterisk);
    await agent.does({ type: 'mute', callId: id, on: true });
    await plugIn();
    const { devices } = await agent.snapshot();
    expect(devices.chosen).toEqual({ ...desk, microphone: 'Headset Microphone', speaker: 'Headset' });
    expect(devices.moved).toMatchObject({ reason: 'plugged', device: 'Headset', used: 'Headset' });
    await (await sound.record('headset')).hears('customer');
    expect(await agent.call('active', id)).toMatchObject({ muted: true });
    expect((await customer.heard.listen('agent', 1500)).heard).toBe(false);
    await agent.does({ type: 'mute', callId: id, on: false });
    await customer.heard.hears('agent');

    await agent.does({ type: 'hold', callId: id, on: true });
    await agent.call('held', id);
    await customer.heard.hears('music');
    await sound.unplug('headset');
    await sound.unplug('microphone');
    await agent.until(
      'the former devices',
      ({ devices: { chosen, microphone } }) =>
        chosen.speaker === desk.speaker && chosen.microphone === desk.microphone && microphone.state === 'ready',
    );
    expect((await agent.snapshot()).devices.moved).toMatchObject({ reason: 'unplugged', used: 'Speakers' });
    expect((await customer.heard.listen('agent', 1500)).heard).toBe(false);
    const speakers = await sound.record('speakers');
    await agent.does({ type: 'hold', callId: id, on: false });
    await customer.heard.hears('agent');
    await speakers.hears('customer');
    expect(await sound.listenersOn('deskMicrophone')).not.toEqual([]);
    await customer.hangUp();
  } finally {
    await agent.stop();
    sound.hush();
    await sound.plug('headset');
    await sound.plug('microphone');
    await sound.unplug('deskMicrophone');
  }
});

test('who goes back from a headset is not asked again at this desk', async ({ agent, sound }) => {
  await sound.plug('deskMicrophone');
  await sound.unplug('headset');
  await sound.unplug('microphone');
  try {
    await headset(agent, 'gone');
    await agent.does({ type: 'chooseDevice', role: 'microphone', name: 'Desk Microphone' });
    await agent.does({ type: 'chooseDevice', role: 'speaker', name: 'Speakers' });
    const { chosen } = (await agent.snapshot()).devices;
    await sound.plug('headset');
    await sound.plug('microphone');
    await agent.until('the headset in use', ({ devices }) => devices.chosen.speaker === 'Headset');
    await agent.does({ type: 'undoMove' });
    expect((await agent.snapshot()).devices).toMatchObject({ chosen, moved: null });
    await sound.unplug('headset');
    await sound.unplug('microphone');
    await headset(agent, 'gone');
    await sound.plug('headset');
    await sound.plug('microphone');
    await headset(agent, 'there');
    expect((await agent.snapshot()).devices).toMatchObject({ chosen, moved: null });
  } finally {
    await sound.plug('headset');
    await sound.plug('microphone');
    await sound.unplug('deskMicrophone');
  }
});

test('who speaks while muted is told so, and so is who has a microphone that gives nothing', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  const warning = (what: string | null): Promise<unknown> =>
    agent.until(`the warning ${what}`, ({ devices }) => devices.warning === what, 40_000);
  await customer.heard.hears('agent');
  await warning(null);
  await agent.does({ type: 'mute', callId: id, on: true });
  await warning('mutedSpeech');
  await agent.does({ type: 'mute', callId: id, on: false });
  await warning(null);
  sound.hush();
  await warning('silentMicrophone');
  sound.speak('agent');
  await warning(null);
  await customer.hangUp();
});

test('the level of the microphone is told while somebody looks at it', async ({ agent, sound }) => {
  const levels = (): Promise<number[]> =>
    agent.desk.evaluate(() =>
      window.bareDesk.messages.flatMap(({ message }) => (message.type === 'level' ? [message.level] : [])),
    );
  sound.speak('agent');
  expect(await levels()).toEqual([]);
  await agent.does({ type: 'watchLevel', on: true });
  await expect.poll(async () => (await levels()).some((level) => level > 0.05)).toBe(true);
  await agent.does({ type: 'watchLevel', on: false });
  const told = (await levels()).length;
  await agent.does({ type: 'tryDevice', role: 'ringer' });
  expect(await levels()).toHaveLength(told);
});

test('a test call gives the agent their own voice back', async ({ agent, sound }) => {
  const { echoNumber } = await agent.snapshot();
  sound.speak('agent');
  const { callId = '' } = await agent.does({ type: 'call', number: echoNumber ?? '' });
  await agent.call('active', callId);
  await (await sound.record('headset')).hears('agent');
  await agent.does({ type: 'hangUp', callId });
});

test('it rings on every output when the agent wants that, and nowhere when they want none, and goes on being seen', async ({
  agent,
  asterisk,
  sound,
}) => {
  const rings = async (): Promise<CustomerCall> => {
    const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
    await agent.call('ringing');
    return customer;
  };
  /** Whether anything was to be heard in some seconds, in which it rings at least once. */
  const sounds = async (device: 'headset' | 'speakers'): Promise<boolean> => {
    const recording = await sound.record(device);
    await recording.listen('exchange', 7000);
    recording.stop();
    // What was on its way to the device when it was silenced is let go.
    return recording.soundingMs(1000) > 0;
  };
  expect((await agent.snapshot()).ring).toEqual({ silent: false, everywhere: false });
  const usual = await rings();
  expect(await Promise.all([sounds('speakers'), sounds('headset')])).toEqual([true, false]);
  await agent.does({ type: 'setRing', way: { silent: false, everywhere: true } });
  expect(await Promise.all([sounds('speakers'), sounds('headset')])).toEqual([true, true]);
  await agent.does({ type: 'setRing', way: { silent: true, everywhere: false } });
  expect(await Promise.all([sounds('speakers'), sounds('headset')])).toEqual([false, false]);
  expect(await agent.call('ringing')).toMatchObject({ number: '+33261910012' });
  await usual.hangUp();
  await agent.until('the end', ({ calls }) => calls.every((call) => call.phase === 'ended'));

  const silent = await rings();
  expect(await Promise.all([sounds('speakers'), sounds('headset')])).toEqual([false, false]);
  await silent.hangUp();
});

async function headset(agent: Phone, state: 'there' | 'gone'): Promise<void> {
  await agent.until(`the headset to be ${state}`, ({ devices: { inputs, outputs } }) =>
    [inputs.some(({ name }) => name === 'Headset Microphone'), outputs.some(({ name }) => name === 'Headset')].every(
      (isThere) => isThere === (state === 'there'),
    ),
  );
}

/** The noise of the room is taken out of what the other side hears, and the voice is not. */
import { expect } from '@playwright/test';
import { hiss, speech } from '../lab/noise.ts';
import { talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import { lineOf, Phone } from './phone/phone.ts';

declare const window: { asked?: MediaStreamConstraints[] };

/** SOFTPHONE.md, «Numbers to know». */
test('noise suppression is switched in the middle of a call: the noise goes, the voice stays, muted is muted', async ({
  agent,
  asterisk,
  sound,
}) => {
  const voice = await agent.app.voice();
  await voice.evaluate(() => {
    const asked: MediaStreamConstraints[] = (window.asked = []);
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (wanted) => {
      if (wanted !== undefined) asked.push(wanted);
      return ask(wanted);
    };
  });
  const lastAsked = (): Promise<MediaStreamConstraints | undefined> => voice.evaluate(() => window.asked?.at(-1));
  const spoken = await speech(voice);

  sound.play(spoken);
  const { customer, id } = await talk(agent, asterisk);
  await agent.does({ type: 'suppressNoise', on: true });
  expect((await agent.snapshot()).devices.noise).toBe('suppressed');
  expect(await lastAsked()).toMatchObject({ audio: { noiseSuppression: false, echoCancellation: true } });
  const lastSeconds = (): number => customer.heard.soundingMs(customer.heard.lengthMs - 2000);
  await expect.poll(lastSeconds).toBeGreaterThan(800);
  sound.play(hiss(0.1));
  // Without suppression it sounds all the time; a machine with no time for its sound lets some of it through.
  await expect.poll(lastSeconds).toBeLessThan(1000);

  await agent.does({ type: 'mute', callId: id, on: true });
  await agent.does({ type: 'suppressNoise', on: false });
  expect((await agent.snapshot()).devices.noise).toBe('kept');
  expect(await lastAsked()).toMatchObject({ audio: { noiseSuppression: true, echoCancellation: true } });
  sound.speak('agent');
  expect((await customer.heard.listen('agent', 1500)).heard).toBe(false);
  await agent.does({ type: 'mute', callId: id, on: false });
  await customer.heard.hears('agent');
  await customer.hangUp();
});

test('where noise suppression cannot work it says so, and the microphone works', async ({ agent, asterisk, sound }) => {
  await (
    await agent.app.voice()
  ).evaluate(() => {
    AudioWorklet.prototype.addModule = () => Promise.reject(new Error('not here'));
  });
  expect((await agent.command({ type: 'suppressNoise', on: true })).error).toBe('PHONE_NOISE_FAILED');
  expect((await agent.snapshot()).devices).toMatchObject({ noise: 'kept', microphone: { state: 'ready' } });
  sound.speak('agent');
  const { customer } = await talk(agent, asterisk);
  await customer.heard.hears('agent');
  await customer.hangUp();
});

test('noise suppression is on again after a restart', async ({ agent, asterisk, display, sound }) => {
  await agent.does({ type: 'suppressNoise', on: true });
  await agent.app.quit();
  const again = await Phone.launch({
    name: 'phone again, its noise',
    display,
    sound,
    userDataDir: agent.app.userDataDir,
  });
  await again.signIn(lineOf(asterisk, '201'));
  await again.until('the noise to be suppressed', ({ devices }) => devices.noise === 'suppressed');
  sound.speak('agent');
  const { customer } = await talk(again, asterisk);
  await again.does({ type: 'suppressNoise', on: false });
  await customer.heard.hears('agent');
  await customer.hangUp();
  await again.stop();
});

/** SOFTPHONE.md, «Headsets»: the buttons work a real call, and the lights are in step whoever changed it. */
import { expect } from '@playwright/test';
import { CustomerCall } from '../lab/customer.ts';
import { blackwire5220, jabraEvolveLink } from '../unit/voice/headset/devices.ts';
import { test } from './phone/fixtures.ts';
import { PluggedHeadset } from './phone/plugged-headset.ts';

const roussel = { to: '201', number: '+33261910012' } as const;

test('the headset answers, mutes, holds and hangs up, its lights follow, and a headset that vanishes takes no call with it', async ({
  agent,
  asterisk,
  sound,
}) => {
  const voice = await agent.app.voice();
  const jabra = await PluggedHeadset.plug(voice, jabraEvolveLink);
  await agent.until('the headset', ({ headsets }) => headsets[0]?.state === 'ready');
  const lights = (offHookMuteRingHold: number) =>
    expect.poll(() => jabra.shows()).toEqual({ 2: [offHookMuteRingHold, 0] });
  await lights(0);

  sound.speak('agent');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, ...roussel });
  const { id } = await agent.call('ringing');
  await lights(0b0100);
  await jabra.reports(2, 0b1, 0);
  await agent.call('active', id);
  await lights(0b0001);
  await customer.heard.hears('agent');

  // The mute button goes down and up; then the screen takes it back.
  await jabra.reports(2, 0b101, 0);
  await jabra.reports(2, 0b001, 0);
  await agent.callThat('is muted', id, ({ muted }) => muted);
  await lights(0b0011);
  await agent.does({ type: 'mute', callId: id, on: false });
  await lights(0b0001);

  // Flash holds, and the exchange knows; the screen resumes.
  await jabra.reports(2, 0b1001, 0);
  await jabra.reports(2, 0b0001, 0);
  await agent.call('held', id);
  await lights(0b1001);
  await agent.does({ type: 'hold', callId: id, on: false });
  await agent.call('active', id);
  await lights(0b0001);

  // A second headset comes in the middle of the call, and the first one goes.
  const blackwire = await PluggedHeadset.plug(voice, blackwire5220);
  await expect.poll(() => blackwire.shows()).toMatchObject({ 0x17: [1], 0x18: [0], 0x09: [0] });
  await blackwire.reports(8, 0b10);
  await jabra.unplug();
  await agent.until('one headset', ({ headsets }) => headsets.length === 1);
  expect(await agent.call('active', id)).toMatchObject({ muted: false });

  await blackwire.reports(8, 0b00);
  expect(await agent.call('ended', id)).toMatchObject({ outcome: 'answered' });
  await expect.poll(() => customer.state).toBe('ended');
  await expect.poll(() => blackwire.shows()).toMatchObject({ 0x17: [0], 0x18: [0], 0x09: [0], 0x20: [0] });
});

test('with a call on hold and one that rings, flash goes from the one to the other', async ({ agent, asterisk }) => {
  const jabra = await PluggedHeadset.plug(await agent.app.voice(), jabraEvolveLink);
  await agent.until('the headset', ({ headsets }) => headsets[0]?.state === 'ready');
  const first = await CustomerCall.place({ sipPort: asterisk.sipPort, ...roussel });
  const one = await agent.call('ringing');
  await jabra.reports(2, 0b1, 0);
  await agent.call('active', one.id);
  const second = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910013' });
  const two = await agent.call('ringing');
  await expect.poll(() => jabra.shows()).toEqual({ 2: [0b0101, 0] });

  await jabra.reports(2, 0b1001, 0);
  await jabra.reports(2, 0b0001, 0);
  await agent.call('held', one.id);
  await agent.call('active', two.id);
  await expect.poll(() => jabra.shows()).toEqual({ 2: [0b1001, 0] });
  await jabra.reports(2, 0b1001, 0);
  await agent.call('active', one.id);
  await agent.call('held', two.id);
  await Promise.all([first.hangUp(), second.hangUp()]);
});

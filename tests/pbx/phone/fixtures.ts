/** What every test of the phone needs; the exchange and the devices are shared by the tests of one worker. */
import { test as base } from '@playwright/test';
import { Asterisk } from '../../lab/asterisk.ts';
import { Display } from '../../lab/display.ts';
import { Sound } from '../../lab/sound.ts';
import { lineOf, Phone } from './phone.ts';

type PerWorker = { readonly display: Display; readonly sound: Sound; readonly asterisk: Asterisk };
type PerTest = {
  /** The application is running, nobody is signed in. */
  readonly phone: Phone;
  /** Line 201 is registered, voices are on the headset, the ring is on the speakers. */
  readonly agent: Phone;
};

export const test = base.extend<PerTest, PerWorker>({
  display: [
    async ({}, use) => {
      const display = await Display.start();
      await use(display);
      await display.stop();
    },
    { scope: 'worker' },
  ],
  sound: [
    async ({}, use) => {
      const sound = await Sound.start();
      await use(sound);
      await sound.stop();
    },
    { scope: 'worker' },
  ],
  asterisk: [
    async ({}, use) => {
      const asterisk = await Asterisk.start();
      await use(asterisk);
      await asterisk.stop();
    },
    { scope: 'worker' },
  ],
  phone: async ({ display, sound }, use, { title }) => {
    const phone = await Phone.launch({ name: `phone ${title}`, display, sound });
    await use(phone);
    await phone.stop();
    sound.hush();
  },
  agent: async ({ phone, asterisk }, use) => {
    await phone.signIn(lineOf(asterisk, '201'));
    await phone.account('registered');
    await phone.until('the devices', ({ devices }) => devices.inputs.length > 0 && devices.outputs.length > 0);
    await phone.does({ type: 'chooseDevice', role: 'speaker', name: 'Headset' });
    await phone.does({ type: 'chooseDevice', role: 'ringer', name: 'Speakers' });
    await use(phone);
    await asterisk.hangUpAll();
  },
});

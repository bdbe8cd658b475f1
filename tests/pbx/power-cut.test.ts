/** The power of the agent's machine goes in a call. What has not come to the disk by then is lost. */
import { expect } from '@playwright/test';
import { join } from 'node:path';
import { ownDisk } from '../lab/fixtures.ts';
import { kept } from '../lab/keep.ts';
import { waitFor } from '../lab/wait.ts';
import { hearsAgain, talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import { endsInPeace, ledgerOf, resumed, speakAgain } from './phone/had-again.ts';
import { lineOf, Phone } from './phone/phone.ts';

test('the power goes in a call: when the machine is on again the call is had again by itself, on hold as it was', async ({
  asterisk,
  display,
  sound,
}) => {
  const { keep, stop } = kept();
  try {
    const disk = await ownDisk(keep);
    const userDataDir = join(disk.path, 'profile');
    const phone = keep(await Phone.launch({ name: 'power-cut in a call', display, sound, userDataDir }));
    await phone.signIn(lineOf(asterisk, '201'));
    await phone.account('registered');
    sound.speak('agent');
    const { customer, id } = await talk(phone, asterisk, { to: 'hotline' });
    await customer.heard.hears('agent');
    await phone.does({ type: 'hold', callId: id, on: true });
    await phone.callThat('to be held', id, ({ phase, holdPending }) => phase === 'held' && !holdPending);
    await customer.heard.hears('music');
    const { app } = phone;
    await waitFor('the hold to be in the ledger', () => ledgerOf({ app }).includes('"wantsHold":true'));
    sound.hush();
    await app.kill();
    await disk.cut();
    await phone.startAgain();
    await phone.signIn(lineOf(asterisk, '201'));
    expect(await resumed(phone, id)).toMatchObject({ phase: 'held', number: '+33261910012', errorCode: null });
    await hearsAgain(customer.heard, 'music');
    await phone.does({ type: 'hold', callId: id, on: false });
    await phone.call('active', id);
    speakAgain(sound);
    await hearsAgain(customer.heard, 'agent');
    await endsInPeace(phone, customer, id);
  } finally {
    await stop();
    await asterisk.hangUpAll();
    sound.hush();
  }
});

/** Colleagues' lines and the voicemail, as a real Asterisk tells of them. */
import { expect } from '@playwright/test';
import { CustomerCall } from '../lab/customer.ts';
import { waitFor } from '../lab/wait.ts';
import { test } from './phone/fixtures.ts';
import { Phone, lineOf } from './phone/phone.ts';

/** SOFTPHONE.md, «Subscriptions». */
test('a colleague’s line is idle, rings, is in a call and idle again', async ({ agent, asterisk, display, sound }) => {
  const colleague = await Phone.launch({ name: 'phone of a colleague', display, sound });
  try {
    await colleague.signIn(lineOf(asterisk, '203'));
    await colleague.account('registered');
    await agent.does({ type: 'watchColleagues', numbers: ['203', '999'] });
    const is = (state: string) =>
      agent.until(`line 203 to be ${state}`, ({ colleagues }) =>
        colleagues.some((line) => line.number === '203' && line.state === state),
      );
    await is('idle');
    const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '203', number: '+33261910012' });
    await is('ringing');
    const { id } = await colleague.call('ringing');
    await colleague.does({ type: 'answer', callId: id });
    await is('inCall');
    await customer.hangUp();
    await is('idle');
    // A line that the exchange does not know is not called idle.
    expect((await agent.snapshot()).colleagues).toContainEqual({ number: '999', state: 'unknown' });

    // A new socket, of which the exchange knows nothing yet.
    await asterisk.restart();
    await is('unknown');
    await agent.does({ type: 'retryLine' });
    await agent.account('registered');
    await is('idle');
  } finally {
    await colleague.stop();
  }
});

test('a message in the voicemail is told when it is left', async ({ agent, asterisk }) => {
  await agent.until('an empty mailbox', ({ voicemail }) => voicemail?.fresh === 0);
  const customer = await CustomerCall.place({
    sipPort: asterisk.sipPort,
    to: 'voicemail-201',
    number: '+33261910012',
  });
  await customer.reaches('talking');
  await waitFor('the recording', () => asterisk.log().includes('Recording the message'));
  await customer.hangUp();
  await agent.until('one new message', ({ voicemail }) => voicemail?.fresh === 1);
});

/** A call that is answered and in which no sound comes through. SOFTPHONE.md, «ICE failure». */
import { expect } from '@playwright/test';
import type { PhoneCall } from '../../renderer/voice/contract/state.ts';
import { CustomerCall } from '../lab/customer.ts';
import { withoutWay } from '../lab/no-way.ts';
import { SipFront } from '../lab/sip-front.ts';
import { waitFor } from '../lab/wait.ts';
import { test } from './phone/fixtures.ts';
import { lineOf, type Phone } from './phone/phone.ts';
import { isReInvite } from './phone/renegotiation.ts';

test('the exchange is told an address that leads nowhere (a virtual machine’s network): it is told another, and the sound comes', async ({
  agent,
  asterisk,
  sound,
}) => {
  let told = false;
  const front = await SipFront.start(asterisk.webSocketUrl, {
    fromPhone: (text) => {
      if (told || !text.startsWith('SIP/2.0 200 ') || !text.includes('a=candidate:')) return text;
      told = true;
      return withoutWay(text);
    },
  });
  await behind(agent, front, lineOf(asterisk, '201', { servers: [front.url] }));
  sound.speak('agent');
  const headset = await sound.record('headset');
  const { customer, id } = await answered(agent, asterisk);
  // Whether the exchange finds the way by itself is a matter of milliseconds.
  const inOrder = ({ phase, errorCode, reconnectingSince }: PhoneCall): boolean =>
    phase === 'active' && errorCode === null && reconnectingSince === null;
  await agent.callThat('to be in order', id, inOrder, 50_000);
  await Promise.all([customer.heard.hears('agent'), headset.hears('customer')]);
  headset.stop();
  expect(customer.messages()).not.toMatch(/^BYE /m);
  await customer.hangUp();
  await agent.call('ended', id);
  await front.stop();
});

test('no sound comes through at all: it is said, the call is not shown as alive, and hung up it is over at once', async ({
  agent,
  asterisk,
}) => {
  const front = await SipFront.start(asterisk.webSocketUrl, { fromPhone: withoutWay, toPhone: withoutWay });
  await behind(agent, front, lineOf(asterisk, '201', { servers: [front.url] }));
  const { customer, id } = await answered(agent, asterisk);
  const silent = await agent.callThat('to be without sound', id, ({ errorCode }) => errorCode === 'PHONE_NO_SOUND');
  expect(silent.phase).toBe('connecting');
  expect(silent.reconnectingSince).not.toBeNull();
  // Other paths are offered meanwhile, and the browser's own verdict does not end the call.
  await waitFor('the second offer of another path', () => offersOf(front) >= 2, { timeoutMs: 40_000 });
  await agent.does({ type: 'hangUp', callId: id });
  expect(await agent.call('ended', id, 2_000)).toMatchObject({ outcome: 'answered', errorCode: null });
  await customer.reaches('ended', 5_000);

  const called = await CustomerCall.await({ port: asterisk.customerPort, sipPort: asterisk.sipPort });
  const { callId = '' } = await agent.does({ type: 'call', number: '0261910034' });
  await called.reaches('talking');
  await agent.callThat('to be without sound', callId, ({ errorCode }) => errorCode === 'PHONE_NO_SOUND');
  await agent.does({ type: 'hold', callId, on: true });
  await agent.does({ type: 'hangUp', callId });
  await agent.call('ended', callId, 2_000);
  await called.reaches('ended', 5_000);
  await front.stop();
});

/** Answered; whether anything can be heard is another matter. */
async function answered(agent: Phone, { sipPort }: { readonly sipPort: number }) {
  const customer = await CustomerCall.place({ sipPort, to: '201', number: '+33261910012' });
  const { id } = await agent.call('ringing');
  await agent.does({ type: 'answer', callId: id });
  await customer.reaches('talking');
  return { customer, id };
}

async function behind(agent: Phone, front: SipFront, line: Parameters<Phone['signIn']>[0]): Promise<void> {
  await agent.signIn(line);
  await expect.poll(() => front.phones).toBe(1);
  await agent.account('registered');
}

/** Within a call. */
function offersOf(front: SipFront): number {
  return front.fromPhone.filter(isReInvite).length;
}

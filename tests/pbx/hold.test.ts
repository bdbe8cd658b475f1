/** Hold while the exchange renegotiates too: what a held caller hears must never depend on who asked last. */
import { expect } from '@playwright/test';
import type { SipFront } from '../lab/sip-front.ts';
import { waitFor } from '../lab/wait.ts';
import { hearsAgain } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import {
  behind,
  findsNoAddressAtFirst,
  getsAnotherAddress,
  isAnswerWithSound,
  isReInvite,
  renegotiate,
  speaking,
  withoutUpdate,
} from './phone/renegotiation.ts';

/** SOFTPHONE.md, «Hold». */
test('a re-INVITE of the exchange does not undo our hold (JsSIP #977)', async ({ agent, asterisk, sound }) => {
  // As an exchange offers that has forgotten the hold; Asterisk itself offers `recvonly`.
  const front = await behind(agent, asterisk, withoutUpdate, (text) =>
    isReInvite(text) ? text.replace(/^a=recvonly/m, 'a=sendrecv') : text,
  );
  const { customer, id } = await speaking(agent, asterisk, sound);
  await agent.does({ type: 'hold', callId: id, on: true });
  await agent.call('held', id);
  await customer.heard.hears('music');

  const from = { phone: front.fromPhone.length, exchange: front.toPhone.length };
  await renegotiate(asterisk);
  const offer = await waitFor('the exchange’s offer', () => front.toPhone.slice(from.exchange).find(isReInvite));
  expect(offer).toMatch(/^a=sendrecv/m);
  const answer = await waitFor('our answer', () => front.fromPhone.slice(from.phone).find(isAnswerWithSound));
  expect(answer).toMatch(/^a=(sendonly|inactive)/m);
  expect((await customer.heard.listen('agent', 1500)).notes).toBe(0);
  expect(await agent.call('held', id)).toMatchObject({ errorCode: null, heldByRemote: false });

  await agent.does({ type: 'hold', callId: id, on: false });
  await agent.call('active', id);
  await customer.heard.hears('agent');
  await customer.hangUp();
  await front.stop();
});

/** SOFTPHONE.md, «491». */
test('two offers at once (491): both are made again, the call is held in the end and lives (JsSIP #771)', async ({
  agent,
  asterisk,
  sound,
}) => {
  let collided = false;
  const front: SipFront = await behind(agent, asterisk, async (text) => {
    if (!collided && isReInvite(text)) {
      collided = true;
      const from = front.toPhone.length;
      // Our offer is on its way; the exchange, which knows nothing of it, makes one of its own.
      await renegotiate(asterisk);
      await waitFor('the exchange’s offer', () => front.toPhone.slice(from).find(isReInvite));
    }
    return withoutUpdate(text);
  });
  const { customer, id } = await speaking(agent, asterisk, sound);
  await agent.does({ type: 'hold', callId: id, on: true });
  await waitFor('both to refuse', () => [front.toPhone, front.fromPhone].every((side) => side.some(isCollision)));
  await agent.callThat('to be held', id, ({ phase, holdPending }) => phase === 'held' && !holdPending);
  await customer.heard.hears('music');
  expect((await customer.heard.listen('agent', 1500)).notes).toBe(0);
  await agent.does({ type: 'hold', callId: id, on: false });
  await agent.callThat('to go on', id, ({ phase, holdPending }) => phase === 'active' && !holdPending);
  await customer.heard.hears('agent');
  await customer.hangUp();
  await front.stop();
});

/** SOFTPHONE.md, «ICE failure». */
test('the exchange offers while the machine has no address: it is to ask again (491), and another path is found later on', async ({
  agent,
  asterisk,
  sound,
}) => {
  const front = await behind(agent, asterisk, withoutUpdate);
  const { customer, id } = await speaking(agent, asterisk, sound);
  await findsNoAddressAtFirst(agent);
  const from = front.fromPhone.length;
  await renegotiate(asterisk);
  const answer = await waitFor('our answer', () => front.fromPhone.slice(from).find(isAnswerWithSound));
  expect(answer).toMatch(/^a=candidate:/m);
  expect(front.fromPhone.slice(from).some(isCollision)).toBe(true);

  await getsAnotherAddress(agent);
  await waitFor('the offer of another path', () => front.fromPhone.slice(from).find(isReInvite));
  await hearsAgain(customer.heard, 'agent');
  expect(await agent.call('active', id)).toMatchObject({ errorCode: null });
  await customer.hangUp();
  await front.stop();
});

/** SOFTPHONE.md, «Session timers». */
test('a call needs no session timer, though the exchange offers one (JsSIP #397, #506)', async ({
  agent,
  asterisk,
  sound,
}) => {
  const front = await behind(agent, asterisk, (text) => text);
  const { customer } = await speaking(agent, asterisk, sound);
  expect(front.toPhone.find((text) => text.startsWith('INVITE '))).toMatch(/^Session-Expires:/m);
  expect(front.fromPhone.find(isAnswerWithSound)).not.toMatch(/^Session-Expires:/m);
  await customer.hangUp();
  await front.stop();
});

function isCollision(text: string): boolean {
  return text.startsWith('SIP/2.0 491 ');
}

/** Transfers: by number (REFER) and by joining two calls (REFER with Replaces), in both directions of either call. */
import { expect } from '@playwright/test';
import { CustomerCall } from '../lab/customer.ts';
import { SipFront } from '../lab/sip-front.ts';
import { consult, joined, talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import { lineOf } from './phone/phone.ts';

/** SOFTPHONE.md, «REFER». */
test('by number: the customer talks to whoever answers there, and the agent is free', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  const target = await CustomerCall.await({
    port: asterisk.customerPort,
    sipPort: asterisk.sipPort,
    ringMs: 1500,
    voice: 'exchange',
  });
  await agent.does({ type: 'transfer', callId: id, to: { kind: 'number', number: '02 61 91 00 34' } });
  await target.reaches('talking');
  await customer.heard.hears('exchange');
  await target.heard.hears('customer');
  expect((await customer.heard.listen('agent', 700)).notes).toBe(0);
  const ended = await agent.call('ended', id);
  expect(ended).toMatchObject({ outcome: 'answered', errorCode: null, transfer: { number: '0261910034' } });
  expect(['done', 'handedOver']).toContain(ended.transfer?.state);
  await customer.hangUp();
});

test('by number, of a customer whom the agent had called', async ({ agent, asterisk, sound }) => {
  sound.speak('agent');
  const { customer, id } = await consult(agent, asterisk, 'customer');
  await customer.heard.hears('agent');
  await agent.does({ type: 'transfer', callId: id, to: { kind: 'number', number: '602' } });
  await customer.heard.hears('exchange');
  expect((await customer.heard.listen('agent', 700)).notes).toBe(0);
  const ended = await agent.call('ended', id);
  expect(ended).toMatchObject({ outcome: 'answered', errorCode: null, transfer: { number: '602' } });
  expect(['done', 'handedOver']).toContain(ended.transfer?.state);
  await customer.hangUp();
});

test('by number, to one that does not exist: it is said, and the caller is still there', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  await agent.does({ type: 'hold', callId: id, on: true });
  await agent.call('held', id);
  await agent.does({ type: 'transfer', callId: id, to: { kind: 'number', number: '999' } });
  const back = await agent.callThat('to be given back', id, ({ phase, transfer }) => {
    return phase === 'active' && transfer?.state === 'failed';
  });
  expect(back).toMatchObject({ errorCode: 'PHONE_NUMBER_INVALID', heldByRemote: false });
  await customer.heard.hears('agent');
  await customer.hangUp();
});

test('by number, to one that is busy: the caller comes back to the agent', async ({ agent, asterisk, sound }) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  const target = await CustomerCall.await({
    port: asterisk.customerPort,
    sipPort: asterisk.sipPort,
    refuseWith: '486 Busy Here',
  });
  await agent.does({ type: 'transfer', callId: id, to: { kind: 'number', number: '0261910034' } });
  await target.reaches('ended');
  const back = await agent.until('the caller to be back', ({ calls }) =>
    calls.find(({ phase }) => phase === 'ringing'),
  );
  expect(back).toMatchObject({ direction: 'incoming', number: '+33261910012' });
  await agent.does({ type: 'answer', callId: back.id });
  await agent.call('active', back.id);
  await customer.heard.hears('agent');
  await customer.hangUp();
});

test('after a consultation that the PBX no longer knows: it is said, and the caller is still there', async ({
  agent,
  asterisk,
  sound,
}) => {
  const front = await SipFront.start(asterisk.webSocketUrl, {
    fromPhone: (text) => (text.startsWith('REFER ') ? text.replace(/to-tag%3D/i, 'to-tag%3Dgone') : text),
  });
  await agent.signIn(lineOf(asterisk, '201', { servers: [front.url] }));
  await expect.poll(() => front.phones).toBe(1);
  await agent.account('registered');
  sound.speak('agent');
  const customer = await talk(agent, asterisk);
  const colleague = await consult(agent, asterisk);
  await agent.does({ type: 'transfer', callId: customer.id, to: { kind: 'call', callId: colleague.id } });
  const back = await agent.callThat('to be given back', customer.id, ({ transfer }) => transfer?.state === 'failed');
  expect(back.errorCode).not.toBeNull();
  await agent.does({ type: 'hold', callId: customer.id, on: false });
  await agent.callThat(
    'to be the conversation',
    customer.id,
    ({ phase, holdPending }) => phase === 'active' && !holdPending,
  );
  await customer.customer.heard.hears('agent');
  await Promise.all([customer.customer.hangUp(), colleague.customer.hangUp()]);
  await front.stop();
});

test('after a call that the agent made to a colleague', async ({ agent, asterisk, sound }) => {
  sound.speak('agent');
  const customer = await talk(agent, asterisk);
  const colleague = await consult(agent, asterisk);
  await agent.call('held', customer.id);
  await colleague.customer.heard.hears('agent');
  await agent.does({ type: 'transfer', callId: colleague.id, to: { kind: 'call', callId: customer.id } });
  await joined(agent, customer, colleague);
});

/** SOFTPHONE.md, «Attended transfer». */
test('after a call that the colleague made to the agent (tags in their own order, RFC 3891)', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const customer = await talk(agent, asterisk);
  const colleague = await talk(agent, asterisk, { number: '+33261910034', voice: 'exchange' });
  await agent.call('held', customer.id);
  await agent.does({ type: 'transfer', callId: customer.id, to: { kind: 'call', callId: colleague.id } });
  await joined(agent, customer, colleague);
});

test('after a call that the colleague made to the agent, of a customer whom the agent had called', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const customer = await consult(agent, asterisk, 'customer');
  const colleague = await talk(agent, asterisk, { number: '+33261910034', voice: 'exchange' });
  await agent.call('held', customer.id);
  await agent.does({ type: 'transfer', callId: customer.id, to: { kind: 'call', callId: colleague.id } });
  await joined(agent, customer, colleague);
});

/** The network goes away in a call and comes back. SOFTPHONE.md, «ICE failure» and «Reconnect». */
import { expect } from '@playwright/test';
import type { Asterisk } from '../lab/asterisk.ts';
import type { CustomerCall } from '../lab/customer.ts';
import { NetworkCut } from '../lab/network-cut.ts';
import { SipFront } from '../lab/sip-front.ts';
import type { Recording } from '../lab/recording.ts';
import { waitFor } from '../lab/wait.ts';
import { hearsAgain, talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import { lineOf, type Phone } from './phone/phone.ts';
import { findsNoAddressAtFirst, getsAnotherAddress, isReInvite, isToldOfNoAddress } from './phone/renegotiation.ts';

/** Found lost after some 5 s. */
const lostMs = 20_000;

test('the network is away for 5 s and for 20 s: the call lives, and what was pressed meanwhile is done in order (ICE failure)', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const headset = await sound.record('headset');
  const { customer, id } = await talk(agent, asterisk);
  await bothHear(customer, headset);
  const channel = await channelOf(asterisk);

  await NetworkCut.lasting(5, { asterisk });
  await bothHear(customer, headset);

  const longer = NetworkCut.lasting(20, { asterisk });
  await lost(agent, id);
  await agent.does({ type: 'dtmf', callId: id, digits: '42' });
  await agent.does({ type: 'hold', callId: id, on: true });
  expect(await agent.callThat('to wait for its hold', id, ({ holdPending }) => holdPending)).toMatchObject({
    phase: 'active',
  });
  await longer;
  await agent.callThat('to be held', id, ({ phase, holdPending }) => phase === 'held' && !holdPending);
  await customer.heard.hears('music');
  await expect.poll(() => customer.phone.digits).toBe('42');
  await agent.does({ type: 'hold', callId: id, on: false });
  await agent.call('active', id);
  await bothHear(customer, headset);
  expect(await channelOf(asterisk)).toBe(channel);
  expect(await agent.call('active', id)).toMatchObject({ errorCode: null, reconnectingSince: null });
  await customer.hangUp();
  headset.stop();
});

test('the network is away for 45 s: the sound is back, and the agent is as mute as before (ICE failure)', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const headset = await sound.record('headset');
  const { customer, id } = await talk(agent, asterisk);
  await bothHear(customer, headset);
  const channel = await channelOf(asterisk);
  await agent.does({ type: 'mute', callId: id, on: true });

  await NetworkCut.lasting(45, { asterisk });
  await agent.callThat('to have a path', id, (call) => call.reconnectingSince === null);
  await headset.hears('customer');
  expect((await customer.heard.listen('agent', 1500)).notes).toBe(0);
  await agent.does({ type: 'mute', callId: id, on: false });
  await bothHear(customer, headset);
  expect(await channelOf(asterisk)).toBe(channel);
  await customer.hangUp();
  await agent.call('ended', id);
  headset.stop();
});

test('mute while the network is away, and not any more when the machine has another address: the customer hears the agent (Reconnect)', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const headset = await sound.record('headset');
  const { customer, id } = await talk(agent, asterisk);
  await bothHear(customer, headset);
  const cut = await NetworkCut.begin({ asterisk });
  await lost(agent, id);
  await agent.does({ type: 'mute', callId: id, on: true });
  await getsAnotherAddress(agent);
  await agent.does({ type: 'mute', callId: id, on: false });
  await cut.end();
  await agent.callThat('to have a path', id, (call) => call.reconnectingSince === null);
  await hearsAgain(customer.heard, 'agent');

  await agent.does({ type: 'mute', callId: id, on: true });
  const again = await NetworkCut.begin({ asterisk });
  await lost(agent, id);
  await again.end();
  await agent.does({ type: 'mute', callId: id, on: false });
  await agent.callThat('to have a path', id, (call) => call.reconnectingSince === null);
  await hearsAgain(customer.heard, 'agent');
  await agent.does({ type: 'hangUp', callId: id });
  await customer.reaches('ended');
  headset.stop();
});

test('the search for addresses comes to no end: the call goes on with those that there are, and is held and given back (Reconnect)', async ({
  agent,
  asterisk,
  sound,
}) => {
  const front = await SipFront.start(asterisk.webSocketUrl, { lingers: true });
  await agent.signIn(lineOf(asterisk, '201', { servers: [front.url] }));
  await expect.poll(() => front.phones).toBe(1);
  await agent.account('registered');
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  await customer.heard.hears('agent');
  const [before, beforeThat] = [front.fromPhone.length, front.toPhone.length];
  await isToldOfNoAddress(agent);
  await getsAnotherAddress(agent);
  // Now the phone looks for the path that it is to offer.
  await waitFor('the line to be back', () => front.toPhone.slice(beforeThat).some(isRegistered));
  await agent.does({ type: 'hold', callId: id, on: true });
  await agent.callThat('to be held', id, ({ phase, holdPending }) => phase === 'held' && !holdPending, 30_000);
  expect(front.fromPhone.slice(before).filter(isReInvite).length).toBeGreaterThanOrEqual(2);
  await customer.heard.hears('music');
  await agent.does({ type: 'hold', callId: id, on: false });
  await agent.call('active', id, 30_000);
  await hearsAgain(customer.heard, 'agent');
  await agent.does({ type: 'hangUp', callId: id });
  await customer.reaches('ended');
  await front.stop();
});

/** SOFTPHONE.md, «Dead socket». */
test('a socket that is half open: the sound goes on, hold and hang-up are done over the next one (Reconnect)', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  await customer.heard.hears('agent');

  let cut = await NetworkCut.begin({ asterisk, what: ['signalling'] });
  await agent.does({ type: 'hold', callId: id, on: true });
  await agent.until('the dead socket to be seen', ({ account }) => account.state !== 'registered', 20_000);
  expect(await agent.callThat('to wait', id, ({ holdPending }) => holdPending)).toMatchObject({
    reconnectingSince: null,
  });
  await cut.end();
  await agent.callThat('to be held', id, ({ phase, holdPending }) => phase === 'held' && !holdPending);
  await customer.heard.hears('music');

  cut = await NetworkCut.begin({ asterisk, what: ['signalling'] });
  await agent.does({ type: 'hangUp', callId: id });
  expect(await agent.call('ended', id)).toMatchObject({ outcome: 'answered', errorCode: null });
  expect(customer.state).toBe('talking');
  await agent.until('the dead socket to be seen', ({ account }) => account.state !== 'registered', 20_000);
  await cut.end();
  await customer.reaches('ended');
  await agent.account('registered');
});

test('from one Wi-Fi to another: the line connects anew at once, and offers the call another path, once it has an address there (Reconnect)', async ({
  agent,
  asterisk,
  sound,
}) => {
  const front = await SipFront.start(asterisk.webSocketUrl, { lingers: true });
  await agent.signIn(lineOf(asterisk, '201', { servers: [front.url] }));
  await expect.poll(() => front.phones).toBe(1);
  await agent.account('registered');
  sound.speak('agent');
  const headset = await sound.record('headset');
  const { customer, id } = await talk(agent, asterisk);
  await bothHear(customer, headset);
  const before = front.fromPhone.length;
  await findsNoAddressAtFirst(agent);
  await getsAnotherAddress(agent);
  const offer = await waitFor('the offer of another path', () => front.fromPhone.slice(before).find(isReInvite));
  expect(offer).toMatch(/^a=candidate:/m);
  const ufrag = /^a=ice-ufrag:(.*)$/m;
  const answered = front.fromPhone.find((text) => text.startsWith('SIP/2.0 200 ') && ufrag.test(text));
  expect(ufrag.exec(offer)?.[1]).not.toBe(ufrag.exec(answered ?? '')?.[1]);
  expect(front.fromPhone.slice(before).findIndex((text) => text.startsWith('REGISTER '))).toBe(0);
  await bothHear(customer, headset);
  await agent.does({ type: 'hangUp', callId: id });
  await customer.reaches('ended');
  headset.stop();
  await front.stop();
});

test('the exchange was started again meanwhile and knows nothing of the call (481): it is over here too, and said to be', async ({
  agent,
  asterisk,
}) => {
  const { customer, id } = await talk(agent, asterisk);
  const cut = await NetworkCut.begin({ asterisk });
  await lost(agent, id);
  await asterisk.restart();
  await cut.end();
  expect(await agent.call('ended', id, 60_000)).toMatchObject({ outcome: 'answered', errorCode: 'PHONE_CALL_OVER' });
  await agent.account('registered');
  await customer.stop();
});

test('a network that is away for longer than a minute: the call is over, and ended at the exchange when it is back', async ({
  agent,
  asterisk,
}) => {
  const { customer, id } = await talk(agent, asterisk);
  const cut = await NetworkCut.begin({ asterisk });
  const { reconnectingSince } = await lost(agent, id);
  const ended = await agent.call('ended', id, 90_000);
  expect(ended).toMatchObject({ outcome: 'answered', errorCode: 'PHONE_CALL_LOST' });
  expect(Date.parse(ended.endedAt ?? '') - Date.parse(reconnectingSince ?? '')).toBeGreaterThanOrEqual(60_000);
  expect(customer.state).toBe('talking');
  await cut.end();
  await customer.reaches('ended');
});

function isRegistered(text: string): boolean {
  return text.startsWith('SIP/2.0 200 ') && /^CSeq:.*REGISTER/im.test(text);
}

function lost(agent: Phone, id: string) {
  return agent.callThat('to be without a path', id, (call) => call.reconnectingSince !== null, lostMs);
}

async function bothHear(customer: CustomerCall, headset: Recording): Promise<void> {
  await customer.heard.hears('agent');
  await headset.hears('customer');
}

/** A call that was made anew would have another one. */
async function channelOf(asterisk: Asterisk): Promise<string> {
  return waitFor('the channel of line 201', async () =>
    (await asterisk.channels()).find((name) => name.startsWith('PJSIP/201-')),
  );
}

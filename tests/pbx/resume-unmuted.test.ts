/** Whoever was mute when the phone died, and speaks again, is heard. SOFTPHONE.md, «Survive our own death». */
import { expect } from '@playwright/test';
import { waitFor } from '../lab/wait.ts';
import { hearsAgain, talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import { endsInPeace, ledgerOf, resumed, speakAgain } from './phone/had-again.ts';
import { lineOf } from './phone/phone.ts';
import { behind, getsAnotherAddress, isReInvite } from './phone/renegotiation.ts';

/** A call in which the agent is mute, and would be after any death. */
async function talkMuted(...parts: Parameters<typeof talk>): ReturnType<typeof talk> {
  const [agent] = parts;
  const call = await talk(...parts);
  await agent.does({ type: 'mute', callId: call.id, on: true });
  await waitFor('the mute to be on the disk', () => ledgerOf(agent).includes('"muted":true'));
  return call;
}

test('the phone dies while the agent is mute, who speaks again before the call is had again: the customer hears it', async ({
  agent,
  asterisk,
  sound,
}) => {
  const { customer, id } = await talkMuted(agent, asterisk);
  await agent.app.crash('voice');
  await agent.callThat('to be on its way', id, ({ reconnectingSince }) => reconnectingSince !== null, 30_000);
  await agent.does({ type: 'mute', callId: id, on: false });
  expect(await resumed(agent, id)).toMatchObject({ phase: 'active', muted: false, errorCode: null });
  speakAgain(sound);
  await hearsAgain(customer.heard, 'agent');
  await endsInPeace(agent, customer, id);
});

test('the whole application dies while the agent is mute, who speaks again as soon as the call is there: the customer hears it', async ({
  agent,
  asterisk,
  sound,
}) => {
  const { customer, id } = await talkMuted(agent, asterisk);
  const mute = customer.heard.lengthMs;
  await agent.app.kill();
  sound.speak('agent');
  await agent.startAgain();
  await agent.signIn(lineOf(asterisk, '201'));
  expect(await resumed(agent, id)).toMatchObject({ phase: 'active', muted: true });
  expect(customer.heard.find('agent', mute).notes).toBe(0);
  await agent.does({ type: 'mute', callId: id, on: false });
  speakAgain(sound);
  await hearsAgain(customer.heard, 'agent');
  await endsInPeace(agent, customer, id);
});

test('the exchange does not dial what is asked for first: the call is had by the next address, and its keys work', async ({
  agent,
  asterisk,
  sound,
}) => {
  let away = false;
  const front = await behind(agent, asterisk, (text) =>
    away && /^Replaces: /m.test(text) ? text.replace(/^INVITE sip:201@/, 'INVITE sip:nobody@') : text,
  );
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  await customer.heard.hears('agent');
  await agent.does({ type: 'mute', callId: id, on: true });
  await waitFor('the mute to be on the disk', () => ledgerOf(agent).includes('"muted":true'));
  sound.hush();
  away = true;
  await agent.app.crash('voice');
  expect(await resumed(agent, id)).toMatchObject({ phase: 'active', muted: true });
  expect(front.toPhone.some((text) => text.startsWith('SIP/2.0 404 '))).toBe(true);
  await agent.does({ type: 'mute', callId: id, on: false });
  speakAgain(sound);
  await hearsAgain(customer.heard, 'agent');
  await agent.does({ type: 'hold', callId: id, on: true });
  await agent.call('held', id);
  await customer.heard.hears('music');
  await agent.does({ type: 'hold', callId: id, on: false });
  await agent.call('active', id);
  await hearsAgain(customer.heard, 'agent');
  await agent.does({ type: 'hangUp', callId: id });
  await customer.reaches('ended');
  await front.stop();
});

test('the phone dies, gets another network, and dies again: it asks for another codec each time, and the customer hears the agent', async ({
  agent,
  asterisk,
  sound,
}) => {
  const front = await behind(agent, asterisk, (text) => text);
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  await customer.heard.hears('agent');
  sound.hush();
  await agent.app.crash('voice');
  await resumed(agent, id);
  speakAgain(sound);
  await hearsAgain(customer.heard, 'agent');
  expect(ledgerOf(agent)).toContain('"opus":false');
  const before = front.fromPhone.length;
  await getsAnotherAddress(agent);
  await waitFor('the offer of another path', () => front.fromPhone.slice(before).find(isReInvite));
  await waitFor('the codec to be on the disk', () => ledgerOf(agent).includes('"opus":true'));
  await hearsAgain(customer.heard, 'agent');
  sound.hush();
  const { lastGap } = await agent.call('active', id);
  await agent.app.crash('voice');
  await agent.callThat('to be had once more', id, (call) => call.lastGap?.endedAt !== lastGap?.endedAt, 30_000);
  await agent.callThat('to stand', id, ({ reconnectingSince }) => reconnectingSince === null);
  speakAgain(sound);
  await hearsAgain(customer.heard, 'agent');
  await endsInPeace(agent, customer, id);
  await front.stop();
});

/**
 * SOFTPHONE.md, «Survive our own death»: the phone, or the whole application, dies in a call; the customer hears a gap, and then the
 * agent again.
 */
import { expect } from '@playwright/test';
import type { Line } from '../../domain/wire/provisioning.ts';
import type { PhoneSnapshot } from '../../renderer/voice/contract/state.ts';
import { CustomerCall } from '../lab/customer.ts';
import { SipFront } from '../lab/sip-front.ts';
import type { Sound } from '../lab/sound.ts';
import { waitFor } from '../lab/wait.ts';
import { consult, hearsAgain, joined, talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import { endsInPeace, ledgerOf, resumed, speakAgain } from './phone/had-again.ts';
import { lineOf, type Phone } from './phone/phone.ts';

test('the phone dies in a call: both hear each other again, it is the same call, and no BYE was sent', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk, { to: 'hotline' });
  const { number, startedAt, answeredAt } = await agent.call('active', id);
  await customer.heard.hears('agent');
  sound.hush();
  await agent.app.crash('voice');
  const call = await resumed(agent, id);
  expect(call).toMatchObject({ phase: 'active', muted: false, number, startedAt, answeredAt });
  await hearEachOther(customer, sound);
  expect((await agent.snapshot()).calls).toHaveLength(1);
  await endsInPeace(agent, customer, id);
});

test('the phone dies with a caller on hold and one in conversation, muted: each is as it was, and who waits never hears the desk', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const first = await talk(agent, asterisk);
  const second = await consult(agent, asterisk);
  await agent.callThat('to be held', first.id, ({ phase, holdPending }) => phase === 'held' && !holdPending);
  await agent.does({ type: 'mute', callId: second.id, on: true });
  await first.customer.heard.hears('music');
  const [waiting, muted] = [first.customer.heard.lengthMs, second.customer.heard.lengthMs + 300];

  await agent.app.crash('voice');
  expect(await resumed(agent, first.id)).toMatchObject({ phase: 'held', muted: false, errorCode: null });
  expect(await resumed(agent, second.id)).toMatchObject({ phase: 'active', muted: true });
  await hearsAgain(first.customer.heard, 'music');
  expect((await second.customer.heard.listen('agent', 1000)).notes).toBe(0);
  expect(first.customer.heard.find('agent', waiting).notes).toBe(0);
  expect(second.customer.heard.find('agent', muted).notes).toBe(0);

  await agent.does({ type: 'mute', callId: second.id, on: false });
  speakAgain(sound);
  await hearsAgain(second.customer.heard, 'agent');
  await agent.does({ type: 'hold', callId: first.id, on: false });
  await agent.call('active', first.id);
  await hearsAgain(first.customer.heard, 'agent');
  await endsInPeace(agent, first.customer, first.id);
  await endsInPeace(agent, second.customer, second.id);
});

test('the phone dies while a colleague is consulted: the customer waits on, the two talk on, and the transfer is completed', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const customer = await talk(agent, asterisk, { to: 'hotline' });
  const colleague = await consult(agent, asterisk);
  await agent.callThat('to be held', customer.id, ({ phase, holdPending }) => phase === 'held' && !holdPending);
  await customer.customer.heard.hears('music');
  await colleague.customer.heard.hears('agent');
  sound.hush();
  await agent.app.crash('voice');
  expect(await resumed(agent, customer.id)).toMatchObject({ phase: 'held', errorCode: null });
  expect(await resumed(agent, colleague.id)).toMatchObject({ phase: 'active', muted: false, errorCode: null });
  await hearsAgain(customer.customer.heard, 'music');
  speakAgain(sound);
  await hearsAgain(colleague.customer.heard, 'agent');
  for (const { customer: each } of [customer, colleague]) expect(each.messages()).not.toMatch(/^BYE /m);
  sound.hush();
  await agent.does({ type: 'transfer', callId: colleague.id, to: { kind: 'call', callId: customer.id } });
  await joined(agent, customer, colleague);
});

test('the phone dies in a conference: the three hear each other again', async ({ agent, asterisk, sound }) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  const { customer: colleague, id: colleagueId } = await consult(agent, asterisk);
  await agent.call('held', id);
  await agent.does({ type: 'conference', callId: colleagueId, otherCallId: id });
  await agent.until('both in the conference', ({ calls }) =>
    calls.every((call) => call.conference && call.phase === 'active'),
  );
  sound.hush();
  await agent.app.crash('voice');
  for (const each of [id, colleagueId]) {
    expect(await resumed(agent, each)).toMatchObject({ phase: 'active', conference: true, muted: false });
  }
  // One voice at a time: in a mix the louder one hides the other from the measurement.
  customer.phone.say(undefined);
  await hearsAgain(customer.heard, 'exchange');
  customer.phone.say('customer');
  colleague.phone.say(undefined);
  await hearsAgain(colleague.heard, 'customer');
  customer.phone.say(undefined);
  speakAgain(sound);
  await Promise.all([hearsAgain(customer.heard, 'agent'), hearsAgain(colleague.heard, 'agent')]);
  await endsInPeace(agent, customer, id);
  await endsInPeace(agent, colleague, colleagueId);
});

test('the phone dies while a customer of the queue rings: it rings on, is answered, and both hear each other', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: 'hotline', number: '+33261910012' });
  const { id, startedAt } = await agent.call('ringing');
  sound.hush();
  await phoneDies(agent);
  const ring = await agent.callThat('to ring still', id, (call) => call.reconnectingSince === null, 30_000);
  expect(ring).toMatchObject({ phase: 'ringing', number: '+33261910012', startedAt });
  await agent.does({ type: 'answer', callId: id });
  expect(await agent.call('active', id)).toMatchObject({ errorCode: null, lastGap: null });
  await hearEachOther(customer, sound);
  expect((await agent.snapshot()).calls).toHaveLength(1);
  await endsInPeace(agent, customer, id);
});

test('the phone dies while somebody rings who dialled it: the answer pressed at once is done when the line is there', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  const { id } = await agent.call('ringing');
  sound.hush();
  await phoneDies(agent, ({ calls }) => calls.some((call) => call.id === id));
  await agent.does({ type: 'answer', callId: id });
  await agent.call('active', id, 30_000);
  await customer.reaches('talking');
  await hearEachOther(customer, sound);
  await endsInPeace(agent, customer, id);
});

test('the phone dies while it rings and the caller gives up: a missed call, no ghost rings, and whoever calls next is answered', async ({
  agent,
  asterisk,
  sound,
}) => {
  const first = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  const { id: missed } = await agent.call('ringing');
  await waitFor('the ring to be on the disk', () => ledgerOf(agent).includes(missed));
  await agent.app.kill();
  await first.hangUp();
  await agent.startAgain();
  await agent.signIn(lineOf(asterisk, '201'));
  expect(await agent.call('ended', missed, 30_000)).toMatchObject({
    outcome: 'missed',
    errorCode: 'PHONE_CALL_OVER',
  });
  await agent.does({ type: 'acknowledgeEnded', callId: missed });
  const { customer, id } = await talk(agent, asterisk);
  await agent.until('no other call', ({ calls }) => calls.length === 1);
  sound.speak('agent');
  await hearsAgain(customer.heard, 'agent');
  await endsInPeace(agent, customer, id);
});

test('the phone dies while it rings, another caller is answered, and the first gives up: their ring does not stay for ever', async ({
  agent,
  asterisk,
  sound,
}) => {
  const first = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  const { id: ring } = await agent.call('ringing');
  await phoneDies(agent);
  await agent.callThat('to ring still', ring, (call) => call.reconnectingSince === null, 30_000);
  const second = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33298001234' });
  const { id } = await agent.until('the other caller', ({ calls }) => calls.find((call) => call.id !== ring));
  await agent.does({ type: 'answer', callId: id });
  await agent.call('active', id);
  // Whoever has answered is busy for the exchange, whoever rings besides: nobody hears that this one has given up.
  await first.hangUp();
  expect(await agent.call('ended', ring, 45_000)).toMatchObject({ outcome: 'missed', errorCode: 'PHONE_CALL_LOST' });
  await hearEachOther(second, sound);
  await endsInPeace(agent, second, id);
});

test('the phone dies while it rings and the queue offers the caller again: it is the same ring', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: 'hotline', number: '+33261910012' });
  const { id } = await agent.call('ringing');
  sound.hush();
  await phoneDies(agent);
  await agent.callThat('to ring still', id, (call) => call.reconnectingSince === null, 30_000);
  // What the queue does when the phone has rung for long enough: it gives that leg up, and offers the caller again.
  const leg = (await asterisk.channels()).find((channel) => channel.startsWith('PJSIP/201-'));
  await asterisk.cli(`channel request hangup ${leg ?? ''}`);
  await agent.callThat('not to be certain', id, (call) => call.reconnectingSince !== null);
  await agent.callThat('to ring again', id, (call) => call.reconnectingSince === null);
  await agent.does({ type: 'answer', callId: id });
  await agent.call('active', id);
  expect((await agent.snapshot()).calls).toHaveLength(1);
  await hearEachOther(customer, sound);
  await endsInPeace(agent, customer, id);
});

test('the whole application dies: at its next start the call is had again by itself', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  await customer.heard.hears('agent');
  await customer.heard.listen('agent', 6000);
  sound.hush();
  await agent.app.kill();
  await agent.startAgain();
  await agent.signIn(lineOf(asterisk, '201'));
  expect(await resumed(agent, id)).toMatchObject({ id, phase: 'active', number: '+33261910012' });
  speakAgain(sound);
  await hearsAgain(customer.heard, 'agent');
  await endsInPeace(agent, customer, id);
});

test('the customer hangs up while the phone is away: the call is told as over, and not shown as alive', async ({
  agent,
  asterisk,
}) => {
  const { customer, id } = await talk(agent, asterisk);
  await agent.app.kill();
  await customer.hangUp();
  await agent.startAgain();
  await agent.signIn(lineOf(asterisk, '201'));
  expect(await agent.call('ended', id, 30_000)).toMatchObject({ outcome: 'answered', errorCode: 'PHONE_CALL_OVER' });
  expect(await asterisk.channels()).toEqual([]);
});

test('an exchange that knows no Replaces refuses: the call is told as lost, and nobody is called', async ({
  agent,
  asterisk,
}) => {
  const front = await SipFront.start(asterisk.webSocketUrl, {
    fromPhone: (text) => text.replace(/^Require: replaces/m, 'Require: what-nobody-knows'),
  });
  await behind(agent, front, lineOf(asterisk, '201', { servers: [front.url] }));
  const { customer, id } = await talk(agent, asterisk);
  await agent.app.crash('voice');
  expect(await agent.call('ended', id, 30_000)).toMatchObject({ outcome: 'answered', errorCode: 'PHONE_CALL_LOST' });
  expect(front.toPhone.some((text) => text.startsWith('SIP/2.0 420 '))).toBe(true);
  await customer.hangUp();
  await front.stop();
});

test('the network goes away while the phone takes its call up again: it is asked for anew, and had', async ({
  agent,
  asterisk,
  sound,
}) => {
  let lost: (() => void) | undefined;
  const front = await SipFront.start(asterisk.webSocketUrl, {
    fromPhone: (text) => {
      if (lost === undefined || !/^Replaces: /m.test(text)) return text;
      lost();
      return undefined;
    },
  });
  await behind(agent, front, lineOf(asterisk, '201', { servers: [front.url] }));
  const { customer, id } = await talk(agent, asterisk);
  const swallowed = new Promise<void>((done) => (lost = done));
  await agent.app.crash('voice');
  await swallowed;
  lost = undefined;
  await front.close();
  await front.open();
  expect(await resumed(agent, id)).toMatchObject({ phase: 'active', errorCode: null });
  await hearEachOther(customer, sound);
  await endsInPeace(agent, customer, id);
  await front.stop();
});

test('the phone dies once more just as the exchange has given it the call, before it has read the answer: it is had all the same', async ({
  agent,
  asterisk,
  sound,
}) => {
  let release = (): void => undefined;
  const released = new Promise<void>((done) => (release = done));
  const front = await SipFront.start(asterisk.webSocketUrl, {
    fromPhone: async (text) => {
      if (/^Replaces: /m.test(text)) await released;
      return text;
    },
  });
  await behind(agent, front, lineOf(asterisk, '201', { servers: [front.url] }));
  const { customer, id } = await talk(agent, asterisk);
  const before = callIdOf(agent);
  await agent.app.crash('voice');
  await waitFor('the phone to ask for its call', () => front.fromPhone.some((text) => /^Replaces: /m.test(text)));
  await readsNoAnswer(agent);
  release();
  await waitFor('the new dialog to be on the disk', () => callIdOf(agent) !== before);
  expect(await agent.callThat('to be on its way', id, ({ lastGap }) => lastGap === null)).toMatchObject({
    errorCode: null,
  });
  await agent.app.crash('voice');
  expect(await resumed(agent, id)).toMatchObject({ phase: 'active', errorCode: null });
  await hearEachOther(customer, sound);
  await endsInPeace(agent, customer, id);
  await front.stop();
});

test('hung up while it is being had again: the customer is hung up on, and not left in silence', async ({
  agent,
  asterisk,
}) => {
  let away = false;
  const front = await SipFront.start(asterisk.webSocketUrl, {
    fromPhone: (text) => (away && text.startsWith('REGISTER ') ? undefined : text),
  });
  await behind(agent, front, lineOf(asterisk, '201', { servers: [front.url] }));
  const { customer, id } = await talk(agent, asterisk);
  away = true;
  await agent.app.crash('voice');
  await agent.callThat('to be on its way', id, ({ reconnectingSince }) => reconnectingSince !== null, 30_000);
  await agent.does({ type: 'hangUp', callId: id });
  await agent.call('ended', id);
  away = false;
  await customer.reaches('ended', 30_000);
  await front.stop();
});

test('hung up, and the phone dies before the exchange has heard of it: the next phone ends the call, unheard', async ({
  agent,
  asterisk,
  sound,
}) => {
  let deaf = false;
  const front = await SipFront.start(asterisk.webSocketUrl, {
    fromPhone: (text) => (deaf && text.startsWith('BYE ') ? undefined : text),
  });
  await behind(agent, front, lineOf(asterisk, '201', { servers: [front.url] }));
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  await customer.heard.hears('agent');
  deaf = true;
  await agent.does({ type: 'hangUp', callId: id });
  const { endedAt } = await agent.call('ended', id);
  await waitFor('the goodbye that is lost', () => front.fromPhone.some((text) => text.startsWith('BYE ')));
  expect(customer.state).toBe('talking');
  const from = customer.heard.lengthMs;
  await agent.app.crash('voice');
  deaf = false;
  await customer.reaches('ended', 30_000);
  expect(customer.heard.find('agent', from + 300).notes).toBe(0);
  const { calls } = await agent.snapshot();
  expect(calls).toMatchObject([{ id, phase: 'ended', endedAt, outcome: 'answered', errorCode: null }]);
  await front.stop();
});

test('hung up without a network, and the whole application dies: at its next start the call is ended at the exchange', async ({
  agent,
  asterisk,
}) => {
  const front = await SipFront.start(asterisk.webSocketUrl, { lingers: true });
  await behind(agent, front, lineOf(asterisk, '201', { servers: [front.url] }));
  const { customer, id } = await talk(agent, asterisk);
  await front.close();
  await agent.does({ type: 'hangUp', callId: id });
  await agent.call('ended', id);
  // The desk has its record: for the agent there is nothing left of it.
  await agent.does({ type: 'acknowledgeEnded', callId: id });
  await waitFor('the hang-up to be on the disk', () => ledgerOf(agent).includes('"leaving":true'));
  await agent.app.kill();
  expect(customer.state).toBe('talking');
  await front.open();
  await agent.startAgain();
  await agent.signIn(lineOf(asterisk, '201', { servers: [front.url] }));
  await customer.reaches('ended', 30_000);
  await agent.until('no call alive', ({ calls }) => calls.every(({ phase }) => phase === 'ended'));
  await front.stop();
});

/** Of the dialog that the next phone would ask for. */
function callIdOf(agent: Phone): string | undefined {
  return /"callId":"([^"]+)"/.exec(ledgerOf(agent))?.[1];
}

/** WebRTC takes for ever to read what the other side says of itself. Playwright gives up on the page of a process that has crashed. */
async function readsNoAnswer(agent: Phone): Promise<void> {
  await agent.app.electron.evaluate(async ({ webContents }) => {
    const voice = webContents.getAllWebContents().find((each) => each.getURL().startsWith('app://voice'));
    await voice?.executeJavaScript(
      'RTCPeerConnection.prototype.setRemoteDescription = () => new Promise(() => {}); true',
    );
  });
}

async function behind(agent: Phone, front: SipFront, line: Line): Promise<void> {
  await agent.signIn(line);
  await expect.poll(() => front.phones).toBe(1);
  await agent.account('registered');
}

/** Kills the phone, and waits until the next one is registered. */
async function phoneDies(
  agent: Phone,
  isBack = ({ account }: PhoneSnapshot): boolean => account.state === 'registered',
) {
  const { account: before } = await agent.snapshot();
  await agent.app.crash('voice');
  await agent.until(
    'another phone to be there',
    (state) => JSON.stringify(state.account) !== JSON.stringify(before) && isBack(state),
    30_000,
  );
}

async function hearEachOther(customer: CustomerCall, sound: Sound) {
  const headset = await sound.record('headset');
  await headset.hears('customer');
  headset.stop();
  speakAgain(sound);
  await hearsAgain(customer.heard, 'agent');
}

import { expect } from '@playwright/test';
import { newId } from '../../domain/ids.ts';
import { SignInReply } from '../../domain/wire/session.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { demoAccounts } from '../lab/desk-steps.ts';
import { CasqueServer } from '../lab/server.ts';
import type { Sound } from '../lab/sound.ts';
import { TurnServer } from '../lab/turn-server.ts';
import { waitFor } from '../lab/wait.ts';
import { consult, hearsAgain, talk } from './phone/conversation.ts';
import { test as phoneTest } from './phone/fixtures.ts';
import { lineOf, type Phone } from './phone/phone.ts';

const test = phoneTest.extend<object, { readonly turn: TurnServer; readonly asterisk: Asterisk }>({
  asterisk: [
    async ({}, use) => {
      const asterisk = await Asterisk.start({ announceLoopback: true });
      await use(asterisk);
      await asterisk.stop();
    },
    { scope: 'worker' },
  ],
  turn: [
    async ({}, use) => {
      const turn = await TurnServer.start();
      await use(turn);
      await turn.stop();
    },
    { scope: 'worker' },
  ],
});

test('through the relay alone, called and calling, both hear each other', async ({ phone, asterisk, sound, turn }) => {
  await phone.signIn(lineOf(asterisk, '201', { iceServers: [turn.credentials()], relayOnly: true }));
  await phone.account('registered');
  await phone.until('the devices', ({ devices }) => devices.outputs.length > 0);
  await phone.does({ type: 'chooseDevice', role: 'speaker', name: 'Headset' });
  sound.speak('agent');
  const headset = await sound.record('headset');

  const called = await talk(phone, asterisk);
  await called.customer.heard.hears('agent');
  await headset.hears('customer');
  const relayed = await phone.until('a measured call', ({ quality }) =>
    quality.find(({ callId, level }) => callId === called.id && level !== 'measuring'),
  );
  expect(relayed.relayed).toBe(true);
  await called.customer.hangUp();
  await phone.call('ended', called.id);

  const calling = await consult(phone, asterisk);
  await calling.customer.heard.hears('agent');
  await headset.hears('exchange');
  await phone.until('a relayed call', ({ quality }) =>
    quality.some(({ callId, relayed: through }) => callId === calling.id && through),
  );
  await phone.does({ type: 'hangUp', callId: calling.id });
  await calling.customer.reaches('ended');
  headset.stop();
});

test('credentials that the server makes are renewed before they expire, and the call under way goes on', async ({
  phone,
  asterisk,
  sound,
  turn,
}) => {
  const server = await CasqueServer.start({ asterisk, env: { ...turn.serverEnv, CASQUE_TURN_SECONDS: '60' } });
  try {
    const answer = await fetch(`${server.url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...demoAccounts.lea, device: 'test' }),
    });
    const { token, ...info } = SignInReply.parse(await answer.json());
    const names = (): ReadonlySet<string> => new Set(turn.allocations.filter((name) => name.endsWith(info.agent.id)));
    await phone.useSession({ serverUrl: server.url, token, clientId: newId(), info });
    await phone.account('registered');
    await waitFor('a relay', () => names().size === 1, { details: () => turn.log() });

    sound.speak('agent');
    const { customer, id } = await talk(phone, asterisk);
    await customer.heard.hears('agent');
    await waitFor('new credentials', () => names().size === 2, { timeoutMs: 60_000, details: () => turn.log() });
    expect(await phone.call('active', id)).toMatchObject({ errorCode: null });
    expect((await phone.snapshot()).account.state).toBe('registered');
    await customer.heard.hears('agent');
    await customer.hangUp();
  } finally {
    await server.stop();
  }
});

test('the relay is gone in a call that goes over it: the call stays, and has its sound again when the relay is back', async ({
  phone,
  asterisk,
  sound,
}) => {
  const relay = await TurnServer.start();
  try {
    const { customer, id } = await relayedTalk(phone, asterisk, sound, [relay]);
    await relay.kill();
    await phone.callThat('to be without a path', id, ({ reconnectingSince }) => reconnectingSince !== null, 20_000);
    // Long enough that what WebRTC has asked for by itself is given up.
    const asks = async () => (await phone.snapshot()).calls.find((call) => call.id === id)?.reconnectingSince ?? null;
    await waitFor('a long silence', async () => Date.now() - Date.parse((await asks()) ?? '') > 12_000, {
      timeoutMs: 30_000,
    });
    await relay.boot();
    await phone.callThat('to have a path', id, ({ reconnectingSince }) => reconnectingSince === null);
    await hearsAgain(customer.heard, 'agent');
    expect(await phone.call('active', id)).toMatchObject({ errorCode: null });
    expect(customer.messages()).not.toMatch(/^BYE /m);
    await phone.does({ type: 'hangUp', callId: id });
    await customer.reaches('ended');
  } finally {
    await relay.stop();
  }
});

test('one of two relays is gone, whichever: the call goes on over the other', async ({ phone, asterisk, sound }) => {
  const [first, second] = [await TurnServer.start(), await TurnServer.start()];
  try {
    const { customer, id } = await relayedTalk(phone, asterisk, sound, [first, second]);
    await first.kill();
    await hearsAgain(customer.heard, 'agent');
    await first.boot();
    await second.kill();
    await hearsAgain(customer.heard, 'agent');
    expect(await phone.call('active', id)).toMatchObject({ errorCode: null });
    expect(customer.messages()).not.toMatch(/^BYE /m);
    await phone.does({ type: 'hangUp', callId: id });
    await customer.reaches('ended');
  } finally {
    await Promise.all([first.stop(), second.stop()]);
  }
});

async function relayedTalk(phone: Phone, asterisk: Asterisk, sound: Sound, relays: readonly TurnServer[]) {
  const iceServers = relays.map((relay) => relay.credentials());
  await phone.signIn(lineOf(asterisk, '201', { iceServers, relayOnly: true }));
  await phone.account('registered');
  sound.speak('agent');
  const conversation = await talk(phone, asterisk);
  await conversation.customer.heard.hears('agent');
  return conversation;
}

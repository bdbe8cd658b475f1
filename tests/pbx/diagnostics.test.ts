/** What the diagnostics measure, on a real exchange and a real relay. */
import { expect } from '@playwright/test';
import { freeUdpPort } from '../lab/port.ts';
import { TurnServer } from '../lab/turn-server.ts';
import { test } from './phone/fixtures.ts';
import { lineOf } from './phone/phone.ts';

test('the echo of the exchange is called, its delay is measured, and the microphone is back afterwards', async ({
  phone,
  asterisk,
  sound,
}) => {
  await phone.signIn(lineOf(asterisk, '201', { echoNumber: '600' }));
  await phone.account('registered');
  await phone.until('the devices', ({ devices }) => devices.outputs.length > 0);
  await phone.does({ type: 'chooseDevice', role: 'speaker', name: 'Headset' });
  const { echoNumber } = await phone.snapshot();
  expect(echoNumber).toBe('600');
  const { callId: id = '' } = await phone.does({ type: 'call', number: echoNumber ?? '' });
  await phone.call('active', id);
  const { test: result } = await phone.does({ type: 'measureEcho', callId: id });
  expect(result?.echoMs).toEqual(expect.any(Number));
  // A jitter buffer and two codecs take some time; seconds would be the measurement's own fault.
  expect(result?.echoMs).toBeGreaterThan(20);
  expect(result?.echoMs).toBeLessThan(1_500);

  sound.speak('agent');
  const headset = await sound.record('headset');
  await headset.hears('agent');
  await phone.does({ type: 'hangUp', callId: id });
  await phone.call('ended', id);
  headset.stop();
});

test('a call from which nothing comes back says so, and one that is gone too', async ({ agent }) => {
  // It answers, and is silent.
  const { callId: id = '' } = await agent.does({ type: 'call', number: '606' });
  await agent.call('active', id);
  const measured = await agent.command({ type: 'measureEcho', callId: id });
  expect([measured.test?.echoMs ?? null, measured.error]).toEqual([null, null]);
  await agent.call('ended', id);
  expect((await agent.command({ type: 'measureEcho', callId: id })).error).toBe('PHONE_CALL_GONE');
});

test('the microphone is as loud as what is said into it', async ({ agent, sound }) => {
  const quiet = (await agent.does({ type: 'measureMicrophone' })).test?.loudness ?? Number.NaN;
  sound.speak('agent');
  const spoken = (await agent.does({ type: 'measureMicrophone' })).test?.loudness ?? Number.NaN;
  expect(quiet).toBeLessThan(0.01);
  expect(spoken).toBeGreaterThan(0.02);
});

test('relays answer, refuse or are silent', async ({ phone, asterisk }) => {
  const turn = await TurnServer.start();
  const deadPort = await freeUdpPort();
  try {
    await phone.signIn(
      lineOf(asterisk, '201', {
        iceServers: [
          turn.credentials(),
          { ...turn.credentials(), credential: 'of-yesterday' },
          { urls: turn.url.replace('turn:', 'stun:').replace(/\?.*/, '') },
          { urls: `stun:127.0.0.1:${deadPort}` },
        ],
      }),
    );
    await phone.account('registered');
    const { test: result } = await phone.does({ type: 'checkRelays' });
    expect(result?.relays?.map(({ state }) => state)).toEqual(['answers', 'refused', 'answers', 'silent']);
    expect(result?.relays?.[0]?.url).toBe(turn.url.replace(/\?.*/, ''));
  } finally {
    await turn.stop();
  }
});

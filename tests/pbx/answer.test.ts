import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect } from '@playwright/test';
import { CustomerCall } from '../lab/customer.ts';
import { loudness } from '../lab/signature.ts';
import { waitFor } from '../lab/wait.ts';
import { test } from './phone/fixtures.ts';

const roussel = { number: '+33261910012', name: 'Mme Roussel' } as const;

test('a call from the queue rings and says who calls; answered, both hear each other; the customer hangs up', async ({
  agent,
  asterisk,
  sound,
}) => {
  const headset = await sound.record('headset');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, ...roussel });
  const ringing = await agent.call('ringing');
  expect(ringing).toMatchObject({ direction: 'incoming', number: '+33261910012', displayName: 'Mme Roussel' });

  await agent.does({ type: 'answer', callId: ringing.id });
  const active = await agent.call('active', ringing.id);
  expect(active.answeredAt).not.toBeNull();
  sound.speak('agent');
  await headset.hears('customer');
  await customer.heard.hears('agent');

  await customer.hangUp();
  expect(await agent.call('ended', ringing.id)).toMatchObject({ outcome: 'answered', errorCode: null });
  await agent.does({ type: 'acknowledgeEnded', callId: ringing.id });
  await agent.until('no calls', ({ calls }) => calls.length === 0);
  headset.stop();
});

test('rings on the speakers only, and stops when the customer gives up', async ({ agent, asterisk, sound }) => {
  const [headset, speakers] = [await sound.record('headset'), await sound.record('speakers')];
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: 'hotline-ringing', ...roussel });
  const { id } = await agent.call('ringing');
  await waitFor('the ring', () => loudness(speakers.samples()) > 200);
  await customer.hangUp();
  expect(await agent.call('ended', id)).toMatchObject({ outcome: 'missed' });
  await waitFor('silence', () => speakers.lengthMs > 1500 && loudness(speakers.samples(speakers.lengthMs - 1000)) < 5);
  await expect.poll(() => sound.playersOn('speakers')).toEqual([]);
  expect(loudness(headset.samples())).toBeLessThan(5);
  headset.stop();
  speakers.stop();
});

/** SOFTPHONE.md, «Slow answer». */
test('may ring for long: nothing of the desk is heard before the answer, and the answer still works', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, ...roussel });
  const { id } = await agent.call('ringing');
  // Longer than ICE takes to give up a connection that it was to make.
  expect((await customer.heard.listen('agent', 40_000)).notes).toBe(0);
  expect(await agent.call('ringing', id)).toMatchObject({ answeredAt: null, errorCode: null });
  await agent.does({ type: 'answer', callId: id });
  await agent.call('active', id);
  await customer.heard.hears('agent');
  await customer.hangUp();
});

test('declined, the customer stays in the queue', async ({ agent, asterisk }) => {
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, ...roussel });
  const { id } = await agent.call('ringing');
  await agent.does({ type: 'reject', callId: id });
  expect(await agent.call('ended', id)).toMatchObject({ outcome: 'rejected' });
  // The queue tries again.
  await agent.until('a second ring', ({ calls }) => calls.find((call) => call.phase === 'ringing' && call.id !== id));
  expect(customer.state).toBe('talking');
  await customer.hangUp();
});

test('declined, whoever calls the line itself hears busy', async ({ agent, asterisk }) => {
  const busy = asterisk.event('DialEnd', ({ DialStatus }) => DialStatus === 'BUSY');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', ...roussel });
  const { id } = await agent.call('ringing');
  await agent.does({ type: 'reject', callId: id });
  await busy;
  await customer.reaches('refused');
  expect(customer.refusal).toBe(486);
  expect(await agent.call('ended', id)).toMatchObject({ outcome: 'rejected', answeredAt: null });
});

test('a withheld number is shown as withheld, even if the network knows it', async ({ agent, asterisk }) => {
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, number: null });
  expect(await agent.call('ringing')).toMatchObject({ number: null, displayName: null });
  await customer.hangUp();
});

test('mute silences the agent, and only the agent', async ({ agent, asterisk, sound }) => {
  const headset = await sound.record('headset');
  sound.speak('agent');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', ...roussel });
  const { id } = await agent.call('ringing');
  await agent.does({ type: 'answer', callId: id });
  await customer.heard.hears('agent');
  await agent.does({ type: 'mute', callId: id, on: true });
  await waitFor('silence', async () => !(await customer.heard.listen('agent', 1000)).notes);
  await headset.hears('customer');
  await agent.does({ type: 'mute', callId: id, on: false });
  await customer.heard.hears('agent');
  await agent.does({ type: 'hangUp', callId: id });
  await customer.reaches('ended');
  headset.stop();
});

test('on hold the customer hears music and not the desk; resumed, both talk on', async ({ agent, asterisk, sound }) => {
  const headset = await sound.record('headset');
  sound.speak('agent');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', ...roussel });
  const { id } = await agent.call('ringing');
  await agent.does({ type: 'answer', callId: id });
  await customer.heard.hears('agent');
  await agent.does({ type: 'hold', callId: id, on: true });
  expect(await agent.call('held', id)).toMatchObject({ holdPending: false });
  await customer.heard.hears('music');
  expect((await customer.heard.listen('agent', 1500)).notes).toBe(0);
  // Unmuting must not undo the hold.
  await agent.does({ type: 'mute', callId: id, on: true });
  await agent.does({ type: 'mute', callId: id, on: false });
  expect((await customer.heard.listen('agent', 1000)).notes).toBe(0);
  await agent.does({ type: 'hold', callId: id, on: false });
  expect(await agent.call('active', id)).toMatchObject({ holdPending: false });
  await customer.heard.hears('agent');
  await headset.hears('customer');
  await customer.hangUp();
  headset.stop();
});

test('hold and resume in one breath end as asked last', async ({ agent, asterisk, sound }) => {
  sound.speak('agent');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', ...roussel });
  const { id } = await agent.call('ringing');
  await agent.does({ type: 'answer', callId: id });
  await agent.call('active', id);
  for (const on of [true, false, true, false]) await agent.does({ type: 'hold', callId: id, on });
  await agent.callThat('to be active again', id, (call) => call.phase === 'active' && !call.holdPending);
  await customer.heard.hears('agent');
  await customer.hangUp();
});

/** SOFTPHONE.md, «DTMF». */
test('digits reach the other side as telephone events', async ({ agent, asterisk }) => {
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', ...roussel });
  const { id } = await agent.call('ringing');
  await agent.does({ type: 'answer', callId: id });
  await agent.call('active', id);
  await agent.does({ type: 'dtmf', callId: id, digits: '12' });
  await agent.does({ type: 'dtmf', callId: id, digits: '#' });
  await waitFor('the digits', () => customer.phone.digits === '12#', { details: () => customer.phone.digits });
  expect((await agent.snapshot()).calls[0]?.digits).toBe('12#');
  await customer.hangUp();
});

test('a second call waits with a soft beep; answering it holds the first, resuming the first holds the second', async ({
  agent,
  asterisk,
  sound,
}) => {
  const [headset, speakers] = [await sound.record('headset'), await sound.record('speakers')];
  sound.speak('agent');
  const first = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', ...roussel, voice: null });
  const { id: firstId } = await agent.call('ringing');
  await agent.does({ type: 'answer', callId: firstId });
  await first.heard.hears('agent');

  const from = [headset.lengthMs, speakers.lengthMs] as const;
  const second = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33639981243' });
  const { id: secondId } = await agent.call('ringing');
  await waitFor('the soft beep', () => loudness(headset.samples(from[0])) > 20);
  expect(loudness(speakers.samples(from[1]))).toBeLessThan(5);

  await agent.does({ type: 'answer', callId: secondId });
  await agent.call('held', firstId);
  await agent.call('active', secondId);
  await first.heard.hears('music');
  await second.heard.hears('agent');
  await headset.hears('customer');
  expect((await first.heard.listen('agent', 1000)).notes).toBe(0);

  await agent.does({ type: 'hold', callId: firstId, on: false });
  await agent.call('held', secondId);
  await agent.call('active', firstId);
  await first.heard.hears('agent');
  await second.heard.hears('music');
  await Promise.all([first.hangUp(), second.hangUp()]);
  headset.stop();
  speakers.stop();
});

test('a command that is none gets an answer and harms nothing', async ({ agent }) => {
  const reply = await agent.desk.evaluate(() =>
    window.bareDesk.raw({ type: 'command', command: { type: 'answer', callId: 'nobody' } }),
  );
  expect(reply.error).toBe('PHONE_COMMAND_MALFORMED');
  const gone = { type: 'hangUp', callId: '018f4e5a-7b2c-7d3e-8f4a-5b6c7d8e9f01' } as const;
  expect((await agent.command(gone)).error).toBe('PHONE_CALL_GONE');
  await agent.account('registered');
});

test('the phone goes before the screen: its threads are ahead of what draws', async ({ agent, asterisk }) => {
  test.skip(
    process.platform !== 'linux' || process.getuid?.() !== 0,
    'only a program with CAP_SYS_NICE may go before others on Linux, and the tests cannot give it that',
  );
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, ...roussel });
  const { id } = await agent.call('ringing');
  await agent.does({ type: 'answer', callId: id });
  await agent.call('active', id);
  const processId = await agent.app.electron.evaluate(
    ({ webContents }) =>
      webContents
        .getAllWebContents()
        .find((contents) => contents.getURL().startsWith('app://voice'))
        ?.getOSProcessId() ?? 0,
  );
  await expect
    .poll(() => Math.max(...readdirSync(`/proc/${processId}/task`).map((thread) => getPriority(Number(thread)))))
    .toBeLessThanOrEqual(-8);
  await customer.hangUp();
});

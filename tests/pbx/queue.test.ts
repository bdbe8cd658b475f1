/** Queues and availability on a real Asterisk: what the phone says is read back from the exchange. */
import { expect } from '@playwright/test';
import type { AgentState } from '../../domain/agent/presence.ts';
import { TeamWork } from '../../domain/agent/work.ts';
import { FeatureCodes, type Line } from '../../domain/wire/provisioning.ts';
import type { WorkState } from '../../renderer/voice/contract/work-state.ts';
import type { Asterisk } from '../lab/asterisk.ts';
import { CustomerCall } from '../lab/customer.ts';
import { waitFor } from '../lab/wait.ts';
import { test } from './phone/fixtures.ts';
import { talk } from './phone/conversation.ts';
import { lineOf, type Phone } from './phone/phone.ts';

const codes = FeatureCodes.parse({
  signIn: '*45{queue}',
  signOut: '*46{queue}',
  pause: '*47{reason}',
  unpause: '*48',
  signedInHint: '{queue}_in_{line}',
  pausedHint: '{queue}_paused_{line}',
});

const queues = [{ id: 'helpdesk', name: 'Assistance' }];

const rules = TeamWork.parse({
  pauseReasons: [
    { id: 'lunch', label: 'Repas', code: '2' },
    { id: 'meeting', label: 'Réunion', code: '3' },
  ],
  doNotDisturbCode: '8',
});

async function atWork(phone: Phone, asterisk: Asterisk, line: Partial<Line> = {}, work = rules): Promise<void> {
  await asterisk.cli('queue remove member PJSIP/201 from helpdesk');
  await asterisk.cli('devstate change Custom:helpdesk_in_201 NOT_INUSE');
  await phone.signIn(lineOf(asterisk, '201', { queues, featureCodes: codes, ...line }), work);
  await phone.account('registered');
  await membership(phone, 'no');
}

/** Killed, and started again at once by the same agent. */
async function startsAgain(phone: Phone, asterisk: Asterisk, work = rules): Promise<void> {
  await phone.app.kill();
  await phone.startAgain();
  await phone.signIn(lineOf(asterisk, '201', { queues, featureCodes: codes }), work);
  await phone.account('registered');
}

async function membership(phone: Phone, signedIn: 'yes' | 'no' | 'unknown'): Promise<void> {
  await phone.until(`membership ${signedIn}`, ({ work }) => work?.queues[0]?.signedIn === signedIn);
}

async function state(phone: Phone, wanted: AgentState, confirmed = true): Promise<WorkState> {
  return phone.until(`the state ${wanted}`, ({ work }) =>
    work?.state === wanted && work.confirmed === confirmed ? work : undefined,
  );
}

/** The agent's line of `queue show`; undefined where they are no member. */
async function member(asterisk: Asterisk, queue = 'helpdesk'): Promise<string | undefined> {
  const shown = await asterisk.cli(`queue show ${queue}`);
  return shown.split('\n').find((line) => line.includes('PJSIP/201'));
}

async function signedIn(phone: Phone, asterisk: Asterisk): Promise<void> {
  await phone.does({ type: 'signQueue', queue: 'helpdesk', on: true });
  await membership(phone, 'yes');
  expect(await member(asterisk)).toBeDefined();
}

test('signs in to a queue and out of it, and says what the exchange says', async ({ phone, asterisk }) => {
  await atWork(phone, asterisk);
  expect(await member(asterisk)).toBeUndefined();
  await signedIn(phone, asterisk);
  await phone.does({ type: 'signQueue', queue: 'helpdesk', on: false });
  await membership(phone, 'no');
  expect(await member(asterisk)).toBeUndefined();
});

test('is paused with a reason, which the exchange has confirmed, and no caller rings until the agent is back', async ({
  phone,
  asterisk,
}) => {
  await atWork(phone, asterisk);
  await signedIn(phone, asterisk);
  await phone.does({ type: 'pause', reason: 'lunch', minutes: null });
  expect(await state(phone, 'paused')).toMatchObject({ reason: 'lunch' });
  expect(await member(asterisk)).toContain('paused:2');
  await phone.does({ type: 'pause', reason: 'meeting', minutes: null });
  expect(await member(asterisk)).toContain('paused:3');

  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: 'helpdesk', number: '+33261910012' });
  await customer.heard.hears('music');
  expect((await phone.snapshot()).calls).toEqual([]);
  await phone.does({ type: 'resume' });
  await phone.call('ringing');
  expect(await member(asterisk)).not.toContain('paused');
  await customer.hangUp();
  await state(phone, 'available');
});

test('a pause by somebody else is seen, and so is its end', async ({ phone, asterisk }) => {
  await atWork(phone, asterisk);
  await signedIn(phone, asterisk);
  await asterisk.cli('queue pause member PJSIP/201 queue helpdesk reason supervisor');
  expect(await state(phone, 'paused')).toMatchObject({ reason: null });
  await phone.does({ type: 'resume' });
  await state(phone, 'available');
  expect(await member(asterisk)).not.toContain('paused');

  await phone.does({ type: 'pause', reason: 'lunch', minutes: null });
  await state(phone, 'paused');
  await asterisk.cli('queue unpause member PJSIP/201 queue helpdesk');
  await state(phone, 'available');
});

test('a pause that the exchange does not take is none', async ({ phone, asterisk }) => {
  await atWork(phone, asterisk, { featureCodes: { ...codes, pause: '*99{reason}' } });
  await signedIn(phone, asterisk);
  expect(await phone.command({ type: 'pause', reason: 'lunch', minutes: null })).toMatchObject({
    error: 'PHONE_QUEUE_REFUSED',
  });
  await state(phone, 'available');
});

test('wrap-up keeps the queue away after a call, is extended, and ends by itself', async ({ phone, asterisk }) => {
  const wrapUp = { seconds: 3, extension: 5, code: '9' };
  await atWork(phone, asterisk, {}, TeamWork.parse({ ...rules, wrapUp }));
  await signedIn(phone, asterisk);
  const { customer, id } = await talk(phone, asterisk, { to: 'helpdesk' });
  await state(phone, 'onCall');
  await customer.hangUp();
  const first = await state(phone, 'wrapUp');
  expect(first.wrapUp).toMatchObject({ callId: id });
  await waitFor('the exchange to pause', async () => (await member(asterisk))?.includes('paused:9'));
  await phone.does({ type: 'extendWrapUp' });
  const extended = await state(phone, 'wrapUp');
  expect(Date.parse(extended.wrapUp?.endsAt ?? '') - Date.parse(first.wrapUp?.endsAt ?? '')).toBe(5000);
  const over = await state(phone, 'available');
  expect(over.lastWrapUp).toMatchObject({ callId: id });
  expect(await member(asterisk)).not.toContain('paused');
});

test('the application dies right after a pause: it is the same pause at the next start, and the agent ends it', async ({
  phone,
  asterisk,
}) => {
  await atWork(phone, asterisk);
  await signedIn(phone, asterisk);
  await phone.does({ type: 'pause', reason: 'lunch', minutes: null });
  await state(phone, 'paused');
  await startsAgain(phone, asterisk);
  expect(await state(phone, 'paused')).toMatchObject({ reason: 'lunch' });
  await phone.does({ type: 'resume' });
  await state(phone, 'available');
  expect(await member(asterisk)).not.toContain('paused');
});

test('the application dies in the work after a call: once that is over the next caller rings, also from a queue that only the exchange knows', async ({
  phone,
  asterisk,
}) => {
  const work = TeamWork.parse({ ...rules, wrapUp: { seconds: 120, extension: 5, code: '9' } });
  await atWork(phone, asterisk, {}, work);
  const { customer } = await talk(phone, asterisk, { to: 'hotline' });
  await customer.hangUp();
  await state(phone, 'wrapUp');
  await startsAgain(phone, asterisk, work);
  await state(phone, 'wrapUp');
  // Before it is known whether the agent is in a queue the exchange is told everywhere.
  await waitFor('the exchange to pause', async () => (await member(asterisk, 'hotline'))?.includes('paused:9'));
  await membership(phone, 'no');
  await phone.does({ type: 'endWrapUp' });
  await state(phone, 'available');
  const next = await CustomerCall.place({ sipPort: asterisk.sipPort, to: 'hotline', number: '+33261910012' });
  await phone.call('ringing');
  await next.hangUp();
});

test('after this call it pauses', async ({ phone, asterisk }) => {
  await atWork(phone, asterisk);
  await signedIn(phone, asterisk);
  const { customer } = await talk(phone, asterisk, { to: 'helpdesk' });
  await phone.does({ type: 'pauseAfterCall', on: true, reason: 'meeting' });
  await phone.until('the wish', ({ work }) => work?.afterCall?.reason === 'meeting');
  await customer.hangUp();
  expect(await state(phone, 'paused')).toMatchObject({ reason: 'meeting', afterCall: null });
  expect(await member(asterisk)).toContain('paused:3');
});

test('do not disturb refuses with busy, and the agent sees who called', async ({ phone, asterisk }) => {
  await atWork(phone, asterisk);
  await phone.does({ type: 'doNotDisturb', until: null });
  await state(phone, 'doNotDisturb');
  const refused = asterisk.event('DialEnd', ({ DialStatus }) => DialStatus === 'BUSY');
  const customer = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  await refused;
  const call = await phone.call('ended');
  expect(call).toMatchObject({ outcome: 'missed', errorCode: 'PHONE_DO_NOT_DISTURB', answeredAt: null });
  await customer.hangUp();
  await phone.does({ type: 'resume' });
  await state(phone, 'available');
  await talk(phone, asterisk);
  await asterisk.hangUpAll();
});

test('after the exchange was away, what it says is known again', async ({ phone, asterisk }) => {
  await atWork(phone, asterisk);
  await signedIn(phone, asterisk);
  await asterisk.halt();
  await membership(phone, 'unknown');
  await state(phone, 'offline');
  await asterisk.boot();
  await phone.does({ type: 'retryLine' });
  await phone.account('registered');
  // What it says now counts, whether the disk had kept it or not.
  await phone.until('an answer', ({ work }) => work?.queues[0]?.signedIn !== 'unknown');
  await asterisk.cli('devstate change Custom:helpdesk_in_201 NOT_INUSE');
  await membership(phone, 'no');
  await state(phone, 'available');
  await signedIn(phone, asterisk);
});

/** The machine sleeps and wakes: SOFTPHONE's "registered but unreachable after sleep". The program's processes stand still meanwhile. */
import { expect } from '@playwright/test';
import { CustomerCall } from '../lab/customer.ts';
import { SipFront } from '../lab/sip-front.ts';
import { pause, waitFor } from '../lab/wait.ts';
import { talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import { lineOf, type Phone } from './phone/phone.ts';

/** Shorter is no sleep but a busy machine. */
const sleepMs = 8_000;

test('a customer who called and gave up while the machine slept does not ring when it wakes; the next one does', async ({
  agent,
  asterisk,
}) => {
  const front = await SipFront.start(asterisk.webSocketUrl);
  await agent.signIn(lineOf(asterisk, '201', { servers: [front.url] }));
  await expect.poll(() => front.phones).toBe(1);
  await agent.account('registered');
  const [before, messages] = [front.fromPhone.length, await messageCount(agent)];
  agent.app.fallAsleep();
  const awakeAt = Date.now() + sleepMs;
  const impatient = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  await waitFor('the call to lie in the sleeping phone’s socket', () =>
    front.toPhone.some((text) => text.startsWith('INVITE ')),
  );
  await impatient.hangUp();
  await pause(Math.max(0, awakeAt - Date.now()));
  agent.app.wakeUp();
  await waitFor('the line to be registered anew', () =>
    front.fromPhone.slice(before).some((text) => text.startsWith('REGISTER ')),
  );
  await agent.account('registered');

  const patient = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910034' });
  const { id, number } = await agent.call('ringing');
  expect(number).toContain('261910034');
  expect(await everRang(agent, messages)).toEqual([id]);
  await agent.does({ type: 'answer', callId: id });
  await patient.reaches('talking');
  await patient.hangUp();
  await agent.call('ended', id);
  await front.stop();
});

test('a customer who hung up while the machine slept is not shown as talking when it wakes', async ({
  agent,
  asterisk,
}) => {
  const { customer, id } = await talk(agent, asterisk);
  expect(await keptAwake(agent)).toBe(true);
  agent.app.fallAsleep();
  const awakeAt = Date.now() + sleepMs;
  await customer.hangUp();
  await pause(Math.max(0, awakeAt - Date.now()));
  agent.app.wakeUp();
  expect(await agent.call('ended', id, 10_000)).toMatchObject({ outcome: 'answered' });
  await agent.account('registered');
  await expect.poll(() => keptAwake(agent)).toBe(false);
});

test('a customer who waited while the machine slept hears the agent again', async ({ agent, asterisk, sound }) => {
  sound.speak('agent');
  const headset = await sound.record('headset');
  const { customer, id } = await talk(agent, asterisk);
  await customer.heard.hears('agent');
  agent.app.fallAsleep();
  await pause(sleepMs);
  agent.app.wakeUp();
  await customer.heard.hears('agent', 20_000);
  await headset.hears('customer', 20_000);
  expect(await agent.callThat('to have a path', id, (call) => call.reconnectingSince === null)).toMatchObject({
    phase: 'active',
    errorCode: null,
  });
  await agent.account('registered');
  await customer.hangUp();
  await agent.call('ended', id);
  headset.stop();
});

test('the system says that it woke: the PBX is asked at once whether it still knows the line', async ({
  agent,
  asterisk,
}) => {
  const front = await SipFront.start(asterisk.webSocketUrl);
  await agent.signIn(lineOf(asterisk, '201', { servers: [front.url] }));
  await expect.poll(() => front.phones).toBe(1);
  await agent.account('registered');
  const before = front.fromPhone.length;
  await agent.app.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
  });
  await waitFor('the line to be registered anew', () =>
    front.fromPhone.slice(before).some((text) => text.startsWith('REGISTER ')),
  );
  await agent.account('registered');
  await front.stop();
});

async function messageCount(agent: Phone): Promise<number> {
  return agent.desk.evaluate(() => window.bareDesk.messages.length);
}

/** Ids of the calls that were told to ring since then. */
async function everRang(agent: Phone, since: number): Promise<string[]> {
  const ids = await agent.desk.evaluate(
    (from) =>
      window.bareDesk.messages
        .slice(from)
        .flatMap(({ message }) => (message.type === 'change' ? (message.calls ?? []) : []))
        .filter(({ phase }) => phase === 'ringing')
        .map(({ id }) => id),
    since,
  );
  return [...new Set(ids)];
}

/** Whether the system is asked not to sleep. */
async function keptAwake(agent: Phone): Promise<boolean> {
  return agent.app.electron.evaluate(({ powerSaveBlocker }) =>
    Array.from({ length: 10 }, (_, id) => powerSaveBlocker.isStarted(id)).includes(true),
  );
}

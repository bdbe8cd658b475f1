/** Three people, mixed on the agent's machine. */
import { expect } from '@playwright/test';
import { waitFor } from '../lab/wait.ts';
import { consult, talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';

test('of three: each hears the two others; muted and held as one; left with the two still talking', async ({
  agent,
  asterisk,
  sound,
}) => {
  const headset = await sound.record('headset');
  const { customer, id } = await talk(agent, asterisk);
  const { customer: colleague, id: colleagueId } = await consult(agent, asterisk);
  /** One voice at a time: in a mix the louder one hides the other from the measurement. */
  const onlySpeaks = (who: 'customer' | 'exchange' | 'agent'): void => {
    customer.phone.say(who === 'customer' ? who : undefined);
    colleague.phone.say(who === 'exchange' ? who : undefined);
    if (who === 'agent') sound.speak('agent');
    else sound.hush();
  };
  await agent.call('held', id);
  await agent.does({ type: 'conference', callId: colleagueId, otherCallId: id });
  await agent.until('both in the conference', ({ calls }) =>
    calls.every((call) => call.conference && call.phase === 'active'),
  );
  onlySpeaks('exchange');
  await Promise.all([customer.heard.hears('exchange'), headset.hears('exchange')]);
  onlySpeaks('customer');
  await Promise.all([colleague.heard.hears('customer'), headset.hears('customer')]);
  onlySpeaks('agent');
  await Promise.all([customer.heard.hears('agent'), colleague.heard.hears('agent')]);

  await agent.does({ type: 'mute', callId: id, on: true });
  for (const one of [customer, colleague]) {
    await waitFor('the agent to be silent', async () => !(await one.heard.listen('agent', 700)).notes);
  }
  onlySpeaks('exchange');
  await customer.heard.hears('exchange');
  await agent.does({ type: 'mute', callId: id, on: false });

  await agent.does({ type: 'hold', callId: id, on: true });
  await agent.until('both held', ({ calls }) => calls.every((call) => call.phase === 'held'));
  await customer.heard.hears('music');
  expect((await customer.heard.listen('exchange', 700)).notes).toBe(0);
  await agent.does({ type: 'hold', callId: colleagueId, on: false });
  await customer.heard.hears('exchange');
  onlySpeaks('agent');
  await customer.heard.hears('agent');

  await agent.does({ type: 'transfer', callId: colleagueId, to: { kind: 'call', callId: id } });
  await agent.until('the agent to be free', ({ calls }) => calls.every((call) => call.phase === 'ended'));
  await waitFor('the agent to be gone', async () => !(await customer.heard.listen('agent', 700)).notes);
  onlySpeaks('exchange');
  await customer.heard.hears('exchange');
  onlySpeaks('customer');
  await colleague.heard.hears('customer');
  headset.stop();
  await customer.hangUp();
});

test('when one hangs up the other stays; parted, one is talked to and the other waits', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  const { customer: colleague, id: colleagueId } = await consult(agent, asterisk);
  sound.hush();
  await agent.does({ type: 'conference', callId: colleagueId, otherCallId: id });
  await customer.heard.hears('exchange');
  sound.speak('agent');
  await agent.does({ type: 'splitConference', callId: id });
  await agent.call('held', colleagueId);
  await colleague.heard.hears('music');
  await customer.heard.hears('agent');
  expect((await customer.heard.listen('exchange', 700)).notes).toBe(0);
  sound.hush();
  await agent.does({ type: 'conference', callId: id, otherCallId: colleagueId });
  await customer.heard.hears('exchange');
  sound.speak('agent');
  await colleague.hangUp();
  const left = await agent.callThat('to be alone again', id, (call) => !call.conference);
  expect(left.phase).toBe('active');
  await customer.heard.hears('agent');
  await customer.hangUp();
});

/** A customer who hears nothing for long is told by a tone that they have not been forgotten. Only the exchange can: see docs/pbx.md. */
import { expect } from '@playwright/test';
import { NetworkCut } from '../lab/network-cut.ts';
import { hearsAgain, talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';

/** Twice the time between two looks of the exchange. */
const looksMs = 8_000;

test('the network is away for long: the customer hears a tone until it is back, and none while they wait on hold or the agent is muted', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk, { to: 'warned-201' });
  const { heard } = customer;
  await heard.hears('agent');
  await agent.does({ type: 'mute', callId: id, on: true });
  await heard.listen('agent', looksMs);
  await agent.does({ type: 'hold', callId: id, on: true });
  await heard.hears('music');
  await heard.listen('music', looksMs);
  await agent.does({ type: 'hold', callId: id, on: false });
  await agent.does({ type: 'mute', callId: id, on: false });
  await hearsAgain(heard, 'agent');
  expect(customer.phone.digits).toBe('');

  const cut = await NetworkCut.begin({ asterisk });
  await expect.poll(() => customer.phone.digits, { timeout: 30_000 }).toBe('AA');
  await cut.end();
  await agent.callThat('to have a path', id, ({ reconnectingSince }) => reconnectingSince === null);
  await hearsAgain(heard, 'agent');
  const told = customer.phone.digits;
  await heard.listen('agent', looksMs);
  expect(customer.phone.digits).toBe(told);
  expect(customer.messages()).not.toMatch(/^BYE /m);
  await customer.hangUp();
  await agent.call('ended', id);
});

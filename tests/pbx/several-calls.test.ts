/** Several calls at once, and what must never pass between them. */
import { expect } from '@playwright/test';
import { CustomerCall } from '../lab/customer.ts';
import { loudness } from '../lab/signature.ts';
import { waitFor } from '../lab/wait.ts';
import { talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';

test('four calls: the last one waits with a soft beep, only the one in conversation hears the desk, a fifth hears busy', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const talks = [];
  for (let call = 0; call < 3; call++) talks.push(await talk(agent, asterisk, { voice: null }));
  const headset = await sound.record('headset');
  const speakers = await sound.record('speakers');
  const fourth = talk(agent, asterisk, { voice: null });
  await waitFor('the soft beep', () => loudness(headset.samples()) > 20);
  expect(loudness(speakers.samples())).toBeLessThan(5);
  talks.push(await fourth);
  headset.stop();
  speakers.stop();

  const fifth = await CustomerCall.place({ sipPort: asterisk.sipPort, to: '201', number: '+33261910012' });
  await fifth.reaches('refused');
  expect(fifth.refusal).toBe(486);

  for (const current of [talks[0], talks[2]]) {
    if (current === undefined) throw new Error('There are four.');
    await agent.does({ type: 'hold', callId: current.id, on: false });
    await agent.until('the others to be held', ({ calls }) =>
      calls.every(
        (call) => call.phase === 'ended' || (!call.holdPending && (call.phase === 'held') === (call.id !== current.id)),
      ),
    );
    await current.customer.heard.hears('agent');
    const others = talks.filter((each) => each !== current);
    const heard = await Promise.all(others.map(({ customer }) => customer.heard.listen('agent', 800)));
    expect(heard.map(({ notes }) => notes)).toEqual([0, 0, 0]);
  }
  await Promise.all(talks.map(({ customer }) => customer.hangUp()));
});

/** SOFTPHONE.md, «Hold». */
test('a held customer hears music and never the desk, and the agent again when resumed', async ({
  agent,
  asterisk,
  sound,
}) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  await agent.does({ type: 'hold', callId: id, on: true });
  await agent.call('held', id);
  expect((await customer.heard.listen('agent', 700)).notes).toBe(0);
  await customer.heard.hears('music');
  expect(await agent.call('held', id)).toMatchObject({ holdPending: false, heldByRemote: false });
  await agent.does({ type: 'hold', callId: id, on: false });
  await agent.call('active', id);
  await customer.heard.hears('agent');
  await customer.hangUp();
});

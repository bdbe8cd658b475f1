import { expect } from '@playwright/test';
import type { QualityDetails, QualityState } from '../../renderer/voice/contract/quality.ts';
import { DroppedPackets } from '../lab/dropped-packets.ts';
import { alone } from '../lab/tags.ts';
import { talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import type { Phone } from './phone/phone.ts';

function quality(
  agent: Phone,
  id: string,
  what: string,
  fits: (state: QualityState) => boolean,
): Promise<QualityState> {
  return agent.until(
    `a quality that is ${what}`,
    (snapshot) => snapshot.quality.find((state) => state.callId === id && fits(state)),
    45_000,
  );
}

async function details(agent: Phone, id: string): Promise<QualityDetails> {
  const { quality: measured } = await agent.does({ type: 'qualityDetails', callId: id });
  if (measured === undefined) throw new Error('Nothing was measured.');
  return measured;
}

test(
  'a sound call is good both ways, has its figures, and is summed up when it ends',
  { tag: alone },
  async ({ agent, asterisk, sound }) => {
    sound.speak('agent');
    const { customer, id } = await talk(agent, asterisk);
    const good = await quality(agent, id, 'good', ({ level }) => level === 'good');
    expect(good).toMatchObject({ warnings: [], side: null, relayed: false, summary: null });
    // The exchange reports on what it gets every five seconds.
    await expect
      .poll(async () => (await details(agent, id)).points.some(({ lossOut }) => lossOut !== null), { timeout: 20_000 })
      .toBe(true);
    const { now, points } = await details(agent, id);
    expect(now?.mos).toBeGreaterThan(4);
    expect(now?.roundTripMs).toBeLessThan(400);
    expect(points.length).toBeGreaterThan(3);

    await customer.hangUp();
    await agent.call('ended', id);
    const { summary } = await quality(agent, id, 'summed up', (state) => state.summary !== null);
    expect(summary).toMatchObject({ level: 'good', side: null });
    expect(summary?.seconds).toBeGreaterThan(3);
    await agent.does({ type: 'acknowledgeEnded', callId: id });
    await agent.until('nothing measured', (snapshot) => snapshot.quality.length === 0);
  },
);

test(
  'lost packets both ways are told within seconds as our network, and forgotten when it is well again',
  { tag: alone },
  async ({ agent, asterisk, sound }) => {
    sound.speak('agent');
    const { customer, id } = await talk(agent, asterisk);
    await quality(agent, id, 'good', ({ level }) => level === 'good');
    const dropped = await DroppedPackets.begin({ ports: asterisk.rtpPorts, share: 0.15, directions: ['to', 'from'] });
    try {
      const poor = await quality(agent, id, 'ours and poor', ({ level, side }) => level === 'poor' && side === 'ours');
      expect(poor.warnings).toContain('loss');
    } finally {
      await dropped.end();
    }
    await quality(agent, id, 'good again', ({ level }) => level === 'good');
    await customer.hangUp();
    await agent.call('ended', id);
    const { summary } = await quality(agent, id, 'summed up', (state) => state.summary !== null);
    expect(summary).toMatchObject({ side: 'ours' });
    expect(summary?.level).not.toBe('good');
  },
);

test('holes that come from the customer are told as their side', { tag: alone }, async ({ agent, asterisk, sound }) => {
  sound.speak('agent');
  const { customer, id } = await talk(agent, asterisk);
  await quality(agent, id, 'good', ({ level }) => level === 'good');
  customer.phone.lose(0.15);
  const poor = await quality(agent, id, 'theirs', ({ level, side }) => level === 'poor' && side === 'theirs');
  expect(poor.warnings.length).toBeGreaterThan(0);
  customer.phone.lose(0);
  await quality(agent, id, 'good again', ({ level }) => level === 'good');
  await customer.hangUp();
});

test(
  'a call on hold is not judged by its music, and is measured again when it is resumed',
  { tag: alone },
  async ({ agent, asterisk, sound }) => {
    sound.speak('agent');
    const { customer, id } = await talk(agent, asterisk);
    await quality(agent, id, 'good', ({ level }) => level === 'good');
    await agent.does({ type: 'hold', callId: id, on: true });
    await agent.call('held', id);
    await quality(agent, id, 'not judged', ({ level }) => level === 'measuring');
    await agent.does({ type: 'hold', callId: id, on: false });
    await agent.call('active', id);
    await quality(agent, id, 'good again', ({ level }) => level === 'good');
    await customer.hangUp();
  },
);

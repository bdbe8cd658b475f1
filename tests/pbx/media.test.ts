import { expect } from '@playwright/test';
import { PacketCount } from '../lab/packet-count.ts';
import { waitFor } from '../lab/wait.ts';
import { talk } from './phone/conversation.ts';
import { test } from './phone/fixtures.ts';
import type { BareDesk } from './phone/desk/main.ts';
import type { Phone } from './phone/phone.ts';

type Encoding = { readonly fmtp: string; readonly maxBitrate: number | null };

/** Watches every connection that the phone makes from now on. */
async function watchConnections(agent: Phone): Promise<void> {
  const voice = await agent.app.voice();
  await voice.evaluate(() => {
    const page = globalThis as unknown as { connections: RTCPeerConnection[] };
    page.connections = [];
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        page.connections.push(this);
      }
    };
  });
}

/** What the phone was told to send, and how it is held back. */
async function encoding(agent: Phone): Promise<Encoding> {
  const voice = await agent.app.voice();
  return await voice.evaluate(() => {
    const { connections } = globalThis as unknown as { connections: RTCPeerConnection[] };
    const connection = connections.findLast(({ connectionState }) => connectionState === 'connected');
    const sdp = connection?.remoteDescription?.sdp ?? '';
    const payload = /^a=rtpmap:(\d+) opus/m.exec(sdp)?.[1] ?? '';
    const parameters = connection?.getSenders()[0]?.getParameters().encodings[0];
    return {
      fmtp: new RegExp(`^a=fmtp:${payload} (.*)$`, 'm').exec(sdp)?.[1]?.trim() ?? '',
      maxBitrate: parameters?.maxBitrate ?? null,
    };
  });
}

/** Packets a second over the next two seconds of sound, by the browser's own clock of sound. */
async function packetsPerSecond(agent: Phone): Promise<number> {
  const voice = await agent.app.voice();
  const read = (): Promise<{ packets: number; seconds: number }> =>
    voice.evaluate(async () => {
      const { connections } = globalThis as unknown as { connections: RTCPeerConnection[] };
      const connection = connections.findLast(({ connectionState }) => connectionState === 'connected');
      let [packets, seconds] = [0, 0];
      (await connection?.getStats())?.forEach((entry: Record<string, unknown>) => {
        if (entry['type'] === 'outbound-rtp') packets = Number(entry['packetsSent']);
        if (entry['type'] === 'media-source') seconds = Number(entry['totalSamplesDuration']);
      });
      return { packets, seconds };
    });
  const before = await read();
  const after = await waitFor('two seconds of sound', async () => {
    const now = await read();
    return now.seconds - before.seconds >= 2 ? now : undefined;
  });
  return (after.packets - before.packets) / (after.seconds - before.seconds);
}

test('the voice is sent with correction, marked as voice, and next to nothing is sent in silence', async ({
  agent,
  asterisk,
  sound,
}) => {
  await watchConnections(agent);
  sound.speak('agent');
  const marked = await PacketCount.begin({ to: asterisk.rtpPorts, mark: 'EF' });
  try {
    const { customer, id } = await talk(agent, asterisk);
    await customer.heard.hears('agent');
    const { fmtp } = await encoding(agent);
    expect(fmtp).toContain('useinbandfec=1');
    expect(fmtp).toContain('usedtx=1');
    await waitFor('packets that are marked as voice', async () => (await marked.read()) > 100);
    expect(await packetsPerSecond(agent)).toBeGreaterThan(40);

    // Of the fifty packets a second, Opus sends two or three in silence.
    await agent.does({ type: 'mute', callId: id, on: true });
    await waitFor('silence that costs next to nothing', async () => (await packetsPerSecond(agent)) < 10);
    await agent.does({ type: 'mute', callId: id, on: false });
    await customer.heard.hears('agent');
    await customer.hangUp();
  } finally {
    await marked.end();
  }
});

test('a slow network is spared: half the packets, and smaller ones; in a call under way the smaller ones at once', async ({
  agent,
  asterisk,
  sound,
}) => {
  await watchConnections(agent);
  sound.speak('agent');
  const headset = await sound.record('headset');
  const first = await talk(agent, asterisk);
  await first.customer.heard.hears('agent');
  expect((await encoding(agent)).maxBitrate).toBeNull();
  await agent.does({ type: 'setLowBandwidth', on: true });
  await expect.poll(async () => (await encoding(agent)).maxBitrate).toBe(16_000);
  await first.customer.heard.hears('agent');
  await first.customer.hangUp();
  await agent.call('ended', first.id);

  const { customer, id } = await talk(agent, asterisk);
  await customer.heard.hears('agent');
  await headset.hears('customer');
  const spared = await encoding(agent);
  expect(spared.maxBitrate).toBe(16_000);
  expect(spared.fmtp).toContain('maxaveragebitrate=16000');
  expect(await packetsPerSecond(agent)).toBeLessThan(35);
  await agent.does({ type: 'setLowBandwidth', on: false });
  await expect.poll(async () => (await encoding(agent)).maxBitrate).toBeNull();
  await agent.does({ type: 'hangUp', callId: id });
  await customer.reaches('ended');
  headset.stop();
});

test('the choice of a slow network stays with the desk', async ({ agent }) => {
  await agent.does({ type: 'setLowBandwidth', on: true });
  await agent.app.quit();
  await agent.app.start();
  const desk = await agent.app.desk();
  await expect
    .poll(() => desk.evaluate(() => (window as { bareDesk?: BareDesk }).bareDesk?.snapshot?.lowBandwidth))
    .toBe(true);
});

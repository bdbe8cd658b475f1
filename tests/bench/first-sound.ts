/** When the first sound of the other side came out of the decoder, and when the agent's first sound reached the customer. */
import type { Page } from '@playwright/test';
import { energyShare, loudness, signatures } from '../lab/signature.ts';
import type { CustomerCall } from '../lab/customer.ts';
import { pause, waitFor } from '../lab/wait.ts';

declare class MediaStreamTrackProcessor {
  constructor(options: { readonly track: MediaStreamTrack });
  readonly readable: ReadableStream<AudioData>;
}

type Watched = { firstSound: number | undefined; watched: true | undefined };
declare const window: Window & typeof globalThis & Watched;

/**
 * From now on the page notes the first sounding frame of every remote track, in `window.firstSound` (ms since the epoch). Twice is once.
 * @param lasting goes on listening, for the first one after each `rearm`; otherwise it costs the call nothing after its first sound
 */
export async function watchDecoder(page: Page, { lasting = false } = {}): Promise<void> {
  await page.evaluate((goOn) => {
    if (window.watched) return;
    window.watched = true;
    const quietest = 0.003;
    const listen = async (track: MediaStreamTrack): Promise<void> => {
      const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        const samples = new Float32Array(value.numberOfFrames);
        value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
        value.close();
        if (Math.max(...samples.map(Math.abs)) < quietest) continue;
        window.firstSound ??= performance.timeOrigin + performance.now();
        if (goOn) continue;
        await reader.cancel();
        return;
      }
    };
    window.RTCPeerConnection = class extends window.RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        this.addEventListener('track', ({ track }) => void listen(track));
      }
    };
  }, lasting);
}

/** Forgets what was heard so far. */
export async function rearm(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.firstSound = undefined;
  });
}

export async function decodedAt(page: Page, timeoutMs = 60_000): Promise<number> {
  return waitFor('a sound out of the decoder', () => page.evaluate(() => window.firstSound), { timeoutMs });
}

/** The arrival of the first packet (20 ms) with a voice at the customer's, who heard the queue's music before; in ms since the epoch. */
export async function reachedCustomer(customer: CustomerCall, timeoutMs = 60_000): Promise<number> {
  const { phone, heard } = customer;
  const deadline = performance.now() + timeoutMs;
  let seen = phone.received;
  while (performance.now() < deadline) {
    if (phone.received !== seen) {
      seen = phone.received;
      const packet = phone.lastPacket;
      const music = Math.max(...signatures.music.map((note) => energyShare(packet, heard.sampleRate, note)));
      if (loudness(packet) > 100 && music < 0.2)
        return performance.timeOrigin + (phone.lastPacketAt ?? performance.now());
    }
    await pause(1);
  }
  throw new Error('The customer did not hear the agent.');
}

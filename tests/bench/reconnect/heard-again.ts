/** When the agent's decoder gives sound again, and when the agent's voice reaches the customer again. Moments are ms since the epoch. */
import type { Page } from '@playwright/test';
import { loudness } from '../../lab/signature.ts';
import type { CustomerCall } from '../../lab/customer.ts';
import { pause, waitFor } from '../../lab/wait.ts';

declare class MediaStreamTrackProcessor {
  constructor(options: { readonly track: MediaStreamTrack });
  readonly readable: ReadableStream<AudioData>;
}

type Heard = { heardAgainAt: number | undefined };
declare const window: Window & typeof globalThis & Heard;

/** Root mean square of a packet that is a voice. */
const voice = 100;

/** From now on the page listens to every remote track, without an end. */
export async function listenToDecoder(page: Page): Promise<void> {
  await page.evaluate(() => {
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
        window.heardAgainAt ??= performance.timeOrigin + performance.now();
      }
    };
    window.RTCPeerConnection = class extends window.RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        this.addEventListener('track', ({ track }) => void listen(track));
      }
    };
  });
}

/** Forgets what was heard so far. */
export async function forgetSound(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.heardAgainAt = undefined;
  });
}

export async function agentHears(page: Page, timeoutMs: number): Promise<number> {
  return waitFor('the agent to hear', () => page.evaluate(() => window.heardAgainAt), { timeoutMs });
}

export async function customerHears({ phone }: CustomerCall, timeoutMs: number): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  let seen = phone.received;
  while (performance.now() < deadline) {
    if (phone.received !== seen) {
      seen = phone.received;
      if (loudness(phone.lastPacket) > voice) return performance.timeOrigin + (phone.lastPacketAt ?? performance.now());
    }
    await pause(1);
  }
  throw new Error('The customer did not hear the agent.');
}

import { loadRnnoise, RnnoiseWorkletNode } from '@sapphi-red/web-noise-suppressor';
import worklet from '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url&no-inline';
import plain from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url&no-inline';
import simd from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url&no-inline';

/** RNNoise knows no other rate, Hz. */
const sampleRate = 48_000;

/** A microphone without the room: its sound as calls get it, and how to let go of it. */
export type QuietSound = { readonly stream: MediaStream; readonly close: () => void };

type Loaded = { readonly context: AudioContext; readonly wasmBinary: ArrayBuffer };

/** RNNoise (Xiph), which takes the noise out of a microphone's sound. It is loaded when it is wanted for the first time. */
export class NoiseSuppressor {
  #loading: Promise<Loaded> | undefined;
  #works = false;

  /** @throws when the worklet or its program cannot be loaded; the next call tries it again */
  async quieten(microphone: MediaStream): Promise<QuietSound> {
    const { context, wasmBinary } = await this.#load();
    const source = context.createMediaStreamSource(microphone);
    const node = new RnnoiseWorkletNode(context, { maxChannels: 1, wasmBinary });
    const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    source.connect(node).connect(output);
    await this.#workOrRest(context);
    return {
      stream: output.stream,
      close: () => {
        source.disconnect();
        node.disconnect();
        node.destroy();
      },
    };
  }

  /** It costs nothing while nobody is spoken with. */
  work(on: boolean): void {
    this.#works = on;
    this.#loading?.then(({ context }) => this.#workOrRest(context)).catch(() => undefined);
  }

  /** Nothing of it runs any more. */
  stop(): void {
    const loading = this.#loading;
    this.#loading = undefined;
    loading?.then(({ context }) => context.close()).catch(() => undefined);
  }

  async #workOrRest(context: AudioContext): Promise<void> {
    if (context.state === 'closed') return;
    await (this.#works ? context.resume() : context.suspend());
  }

  #load(): Promise<Loaded> {
    this.#loading ??= load().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }
}

async function load(): Promise<Loaded> {
  // Nothing is played, so no device is opened for it; TypeScript's types do not know that yet.
  const context = new AudioContext({ sampleRate, sinkId: { type: 'none' } } as AudioContextOptions);
  try {
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: plain, simdUrl: simd }),
      context.audioWorklet.addModule(worklet),
    ]);
    return { context, wasmBinary };
  } catch (error) {
    void context.close();
    throw error;
  }
}

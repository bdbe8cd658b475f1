/** How often the level is told, ms. */
const tickMs = 100;
/** Samples that one level is made of: 85 ms at 48 kHz. */
const window = 4096;

/** The loudness of a stream, as long as somebody wants to know it. */
export class LevelMeter {
  readonly #onLevel: (level: number) => void;
  #stream: MediaStream | undefined;
  #context: AudioContext | undefined;
  #ticks: ReturnType<typeof setInterval> | undefined;

  /** @param onLevel root mean square, 0 to 1, ten times a second */
  constructor(onLevel: (level: number) => void) {
    this.#onLevel = onLevel;
  }

  /** Undefined: nobody wants to know, or there is nothing to hear. */
  use(stream: MediaStream | undefined): void {
    if (stream === this.#stream) return;
    this.#stop();
    this.#stream = stream;
    if (stream !== undefined) this.#start(stream);
  }

  #start(stream: MediaStream): void {
    // Nothing is played, so no device is opened for it; TypeScript's types do not know that yet.
    const context = new AudioContext({ sinkId: { type: 'none' } } as AudioContextOptions);
    const analyser = new AnalyserNode(context, { fftSize: window });
    context.createMediaStreamSource(stream).connect(analyser);
    if (context.state === 'suspended') void context.resume();
    const samples = new Float32Array(window);
    this.#context = context;
    this.#ticks = setInterval(() => {
      // Before the first sample has come there is no level.
      if (context.currentTime === 0) return;
      analyser.getFloatTimeDomainData(samples);
      this.#onLevel(rootMeanSquare(samples));
    }, tickMs);
  }

  #stop(): void {
    clearInterval(this.#ticks);
    void this.#context?.close();
    this.#context = undefined;
  }
}

function rootMeanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}

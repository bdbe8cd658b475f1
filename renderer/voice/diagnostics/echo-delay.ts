import { beep, holdsBeep, typicalDelay } from './echo-detector.ts';

export type EchoDelayOptions = {
  /** What comes back; it must be played somewhere, or Chromium decodes nothing (crbug 933677). */
  readonly remote: MediaStream;
  /** Sends this in place of the microphone; undefined: the microphone again. */
  readonly send: (track: MediaStreamTrack | undefined) => Promise<void>;
};

const beeps = 5;
/** How long one beep may take to come back, and how long it is listened for at least, in milliseconds. */
const patienceMs = 2_000;
const roundMs = 600;
const lookMs = 5;
/** Samples that are looked at together: ten milliseconds at 48 kHz. */
const window = 512;
/** A hum that nobody hears: without it Opus would send next to nothing between the beeps. */
const hum = { frequency: 180, gain: 0.008 } as const;

/** How long a sound takes from here to the other side and back, in milliseconds; null when it does not come back. */
export async function measureEchoDelay({ remote, send }: EchoDelayOptions): Promise<number | null> {
  const context = new AudioContext({ sinkId: { type: 'none' }, latencyHint: 'interactive' } as AudioContextOptions);
  try {
    if (context.state === 'suspended') await context.resume();
    const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    play(context, output, hum.frequency, hum.gain).start();
    const analyser = new AnalyserNode(context, { fftSize: window });
    context.createMediaStreamSource(remote).connect(analyser);
    await send(output.stream.getAudioTracks()[0]);
    const delays: (number | null)[] = [];
    // The first one opens the way; what it took says nothing.
    for (let round = 0; round <= beeps; round++) {
      const delay = await oneBeep(context, output, analyser);
      if (round > 0) delays.push(delay);
    }
    return typicalDelay(delays);
  } finally {
    await send(undefined);
    await context.close();
  }
}

async function oneBeep(
  context: AudioContext,
  output: MediaStreamAudioDestinationNode,
  analyser: AnalyserNode,
): Promise<number | null> {
  const tone = play(context, output, beep.frequency, 0.3);
  const from = context.currentTime;
  tone.start(from);
  tone.stop(from + beep.length);
  const samples = new Float32Array(window);
  const heardAt = await new Promise<number | null>((resolve) => {
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const passed = (context.currentTime - from) * 1000;
      const heard = holdsBeep(samples, context.sampleRate);
      if (!heard && passed < patienceMs) return;
      clearInterval(timer);
      resolve(heard ? passed : null);
    }, lookMs);
  });
  const rest = roundMs - (context.currentTime - from) * 1000;
  await new Promise((resolve) => setTimeout(resolve, Math.max(beep.length * 2000, rest)));
  return heardAt;
}

function play(context: AudioContext, output: AudioNode, frequency: number, volume: number): OscillatorNode {
  const oscillator = new OscillatorNode(context, { frequency });
  oscillator.connect(new GainNode(context, { gain: volume })).connect(output);
  return oscillator;
}

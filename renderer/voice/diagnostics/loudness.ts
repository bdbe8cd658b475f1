const lengthMs = 3_000;
const lookMs = 50;
/** Samples that one value is made of: 85 ms at 48 kHz. */
const window = 4_096;

/**
 * How loud a microphone is at its loudest over three seconds: root mean square, 0 to 1.
 * @param stream the caller's own; its tracks are stopped at the end
 */
export async function measureLoudness(stream: MediaStream): Promise<number> {
  const context = new AudioContext({ sinkId: { type: 'none' } } as AudioContextOptions);
  try {
    if (context.state === 'suspended') await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: window });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(window);
    let loudest = 0;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        loudest = Math.max(loudest, rootMeanSquare(samples));
        if (context.currentTime * 1000 < lengthMs) return;
        clearInterval(timer);
        resolve();
      }, lookMs);
    });
    return loudest;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    await context.close();
  }
}

function rootMeanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}

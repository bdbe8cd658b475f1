/** The beep that is sent to hear it come back: its pitch in hertz and its length in seconds. */
export const beep = { frequency: 1_000, length: 0.06 } as const;

/** Share of the energy that is the beep's, and least loudness (root mean square), for it to be one. */
const share = 0.4;
const loudness = 0.004;

/** Whether these samples hold the beep (Goertzel's algorithm: the energy at one frequency). */
export function holdsBeep(samples: Float32Array, sampleRate: number): boolean {
  const step = 2 * Math.cos((2 * Math.PI * beep.frequency) / sampleRate);
  let [before, last, energy] = [0, 0, 0];
  for (const sample of samples) {
    [before, last] = [last, sample + step * last - before];
    energy += sample * sample;
  }
  const power = before * before + last * last - step * before * last;
  if (Math.sqrt(energy / samples.length) < loudness) return false;
  // Of a pure tone, `power` is the energy times half the number of samples.
  return power / ((energy * samples.length) / 2) > share;
}

/** The middle one of the delays, in whole milliseconds; null when too few beeps came back to say anything. */
export function typicalDelay(delays: readonly (number | null)[]): number | null {
  const heard = delays.filter((delay) => delay !== null).sort((a, b) => a - b);
  if (heard.length * 2 <= delays.length) return null;
  return Math.round(heard[Math.floor(heard.length / 2)] ?? 0);
}

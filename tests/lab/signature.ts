/**
 * Sounds that can be told apart again at the other end of a call.
 *
 * A signature is a short melody, repeated. A steady tone would not do: the noise suppression of a browser takes it for noise.
 * The notes of all signatures are distinct, lie in the telephone band (300 to 3400 Hz) and are no overtones of each other.
 */

export type SignatureName = 'customer' | 'agent' | 'music' | 'exchange';

/** Frequencies in hertz. */
export const signatures: Readonly<Record<SignatureName, readonly number[]>> = {
  customer: [500, 620, 740],
  agent: [1130, 1370, 1610],
  music: [1900, 2150, 2400],
  exchange: [2650, 2900, 3150],
};

const NOTE_MS = 150;
const SOUNDING_MS = 125;
const FADE_MS = 8;
const FRAME_MS = 50;
const STEP_MS = 25;
/** Below this a frame counts as silence: -56 dBFS. */
const FLOOR = 50;
/** A note is heard when this share of a frame's energy is at its frequency; two melodies at once still pass. */
const SHARE = 0.25;

/** One round of the melody, mono, 16 bit, about -10 dBFS. */
export function melody(name: SignatureName, sampleRate: number): Int16Array {
  const notes = signatures[name];
  const perNote = Math.round((NOTE_MS * sampleRate) / 1000);
  const sounding = Math.round((SOUNDING_MS * sampleRate) / 1000);
  const fade = (FADE_MS * sampleRate) / 1000;
  const samples = new Int16Array(perNote * notes.length);
  notes.forEach((frequency, index) => {
    for (let at = 0; at < sounding; at++) {
      const gain = Math.min(1, at / fade, (sounding - at) / fade);
      samples[index * perNote + at] = Math.round(10_000 * gain * Math.sin((2 * Math.PI * frequency * at) / sampleRate));
    }
  });
  return samples;
}

export interface Presence {
  /** Share of all frames in which a note of the signature was heard, 0 to 1; a clean recording has about 0.8. */
  readonly share: number;
  /** How many of its notes were heard. */
  readonly notes: number;
  /** Time from the start of the recording to the first note, ms; `undefined` when there is none. */
  readonly firstMs: number | undefined;
  /** The longest time between two heard notes, ms; 0 when fewer than two were heard. */
  readonly longestGapMs: number;
  /** All notes of the signature, in at least a third of the frames. */
  readonly heard: boolean;
}

/** Looks for a signature in a recording (mono, 16 bit). */
export function findSignature(samples: Int16Array, sampleRate: number, name: SignatureName): Presence {
  const frame = Math.round((FRAME_MS * sampleRate) / 1000);
  const step = Math.round((STEP_MS * sampleRate) / 1000);
  const found = new Set<number>();
  let frames = 0;
  let matched = 0;
  let firstMs: number | undefined;
  let lastMs = 0;
  let longestGapMs = 0;
  for (let start = 0; start + frame <= samples.length; start += step) {
    frames++;
    const note = noteIn(samples.subarray(start, start + frame), sampleRate, signatures[name]);
    if (note === undefined) continue;
    const atMs = (start * 1000) / sampleRate;
    if (firstMs === undefined) firstMs = atMs;
    else longestGapMs = Math.max(longestGapMs, atMs - lastMs);
    lastMs = atMs;
    matched++;
    found.add(note);
  }
  const share = frames === 0 ? 0 : matched / frames;
  const heard = found.size === signatures[name].length && share >= 1 / 3;
  return { share, notes: found.size, firstMs, longestGapMs, heard };
}

/** The loudest of the notes, when it carries enough of the frame's energy. */
function noteIn(frame: Int16Array, sampleRate: number, notes: readonly number[]): number | undefined {
  if (loudness(frame) < FLOOR) return undefined;
  let best: number | undefined;
  let bestShare = SHARE;
  for (const frequency of notes) {
    const share = energyShare(frame, sampleRate, frequency);
    if (share > bestShare) {
      best = frequency;
      bestShare = share;
    }
  }
  return best;
}

/** Root mean square, 0 to 32768. */
export function loudness(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}

/** The share of a frame's energy at one frequency, 0 to 1 (Goertzel's algorithm under a Hann window). */
export function energyShare(frame: Int16Array, sampleRate: number, frequency: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
  let [previous, beforePrevious, energy, windowSum, windowSquares] = [0, 0, 0, 0, 0];
  for (let at = 0; at < frame.length; at++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / (frame.length - 1));
    const value = (frame[at] ?? 0) * window;
    const current = value + coefficient * previous - beforePrevious;
    beforePrevious = previous;
    previous = current;
    energy += value * value;
    windowSum += window;
    windowSquares += window * window;
  }
  if (energy === 0) return 0;
  const power = previous * previous + beforePrevious * beforePrevious - coefficient * previous * beforePrevious;
  return Math.min(1, (2 * windowSquares * power) / (energy * windowSum * windowSum));
}

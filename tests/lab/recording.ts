/** What was heard somewhere, growing while it is recorded. */
import { writeFileSync } from 'node:fs';
import { findSignature, loudness } from './signature.ts';
import type { Presence, SignatureName } from './signature.ts';
import { pause, waitFor } from './wait.ts';
import { wav } from './wav.ts';

/** Root mean square below which 20 ms count as silence: -56 dBFS. */
const SILENCE = 50;

export class Recording {
  readonly sampleRate: number;
  #samples: Int16Array;
  #length = 0;

  /** @param sampleRate in hertz; the recording is mono, 16 bit */
  constructor(sampleRate: number) {
    this.sampleRate = sampleRate;
    this.#samples = new Int16Array(sampleRate * 10);
  }

  get lengthMs(): number {
    return (this.#length * 1000) / this.sampleRate;
  }

  /** Writes samples at a place; what lies between the end so far and that place is silence. */
  write(at: number, samples: Int16Array): void {
    const end = at + samples.length;
    if (end > this.#samples.length) {
      const larger = new Int16Array(Math.max(end, this.#samples.length * 2));
      larger.set(this.#samples.subarray(0, this.#length));
      this.#samples = larger;
    }
    this.#samples.set(samples, at);
    this.#length = Math.max(this.#length, end);
  }

  append(samples: Int16Array): void {
    this.write(this.#length, samples);
  }

  /** The samples between two moments, in ms from the start; to the end when `toMs` is left out. */
  samples(fromMs = 0, toMs = this.lengthMs): Int16Array {
    const at = (ms: number): number => Math.min(this.#length, Math.max(0, Math.round((ms * this.sampleRate) / 1000)));
    return this.#samples.slice(at(fromMs), at(toMs));
  }

  find(name: SignatureName, fromMs = 0, toMs = this.lengthMs): Presence {
    return findSignature(this.samples(fromMs, toMs), this.sampleRate, name);
  }

  /** For how long anything at all was to be heard, ms. */
  soundingMs(fromMs = 0, toMs = this.lengthMs): number {
    const frame = Math.round(this.sampleRate / 50);
    const samples = this.samples(fromMs, toMs);
    let frames = 0;
    for (let start = 0; start + frame <= samples.length; start += frame) {
      if (loudness(samples.subarray(start, start + frame)) >= SILENCE) frames++;
    }
    return frames * 20;
  }

  /** Waits until the last second and a half holds the signature. @returns its presence there */
  async hears(name: SignatureName, timeoutMs = 15_000): Promise<Presence> {
    let last: Presence | undefined;
    return waitFor(
      `the ${name}'s voice in the recording`,
      () => {
        last = this.find(name, this.lengthMs - 1500);
        return last.heard ? last : undefined;
      },
      { timeoutMs, everyMs: 100, details: () => JSON.stringify(last) },
    );
  }

  /** Listens for as long as told, from now on, and says whether the signature was there. */
  async listen(name: SignatureName, ms: number): Promise<Presence> {
    const from = this.lengthMs;
    const deadline = performance.now() + ms + 2000;
    while (this.lengthMs < from + ms && performance.now() < deadline) await pause(50);
    return this.find(name, from);
  }

  /** Keeps the recording as a WAV file, to be listened to when a test fails. */
  save(file: string): void {
    writeFileSync(file, wav(this.samples(), this.sampleRate));
  }
}

import { expect, it } from 'vitest';
import { beep, holdsBeep, typicalDelay } from '../../../renderer/voice/diagnostics/echo-detector.ts';

const rate = 48_000;
const samples = (at: (second: number, index: number) => number): Float32Array =>
  Float32Array.from({ length: 512 }, (_, index) => at(index / rate, index));
const tone = (frequency: number, gain: number) => (second: number) => gain * Math.sin(2 * Math.PI * frequency * second);
/** Noise that is the same at every run. */
const noise = (gain: number) => (_: number, index: number) => gain * (((index * 7919 + 104_729) % 997) / 498.5 - 1);

it('hears the beep, soft or in some noise', () => {
  expect(holdsBeep(samples(tone(beep.frequency, 0.3)), rate)).toBe(true);
  expect(holdsBeep(samples(tone(beep.frequency, 0.01)), rate)).toBe(true);
  const inNoise = samples((second, index) => tone(beep.frequency, 0.1)(second) + noise(0.04)(second, index));
  expect(holdsBeep(inNoise, rate)).toBe(true);
});

it('takes neither silence, nor noise, nor another tone for it', () => {
  for (const other of [
    () => 0,
    noise(0.3),
    tone(440, 0.3),
    tone(180, 0.3),
    tone(2_000, 0.3),
    tone(beep.frequency, 0.001),
  ]) {
    expect(holdsBeep(samples(other), rate)).toBe(false);
  }
});

it('takes the middle of what came back, and nothing where most was lost', () => {
  expect(typicalDelay([120, 118, 900, 121, null])).toBe(121);
  expect(typicalDelay([null, null, null, 100, 110])).toBeNull();
  expect(typicalDelay([])).toBeNull();
});

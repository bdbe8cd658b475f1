/**
 * Makes the phone's sounds: `node assets/sounds/make-sounds.mjs`. Dependency-free and deterministic: the same bytes every time,
 * so the files in this folder can be checked against it. All are 16 kHz, 16 bits, mono WAV, and loop without a click.
 *
 * - ring.wav      the ring: two bells struck one after the other, 1.8 s, then 2.2 s of silence
 * - waiting.wav   another call waits: two soft strokes, 6 s
 * - ringback.wav  it rings there: 440 Hz, 1.5 s on, 3.5 s off (France, ITU-T E.180)
 * - busy.wav      busy: 440 Hz, 0.5 s on, 0.5 s off (France, ITU-T E.180)
 * - chime.wav     to try a device
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RATE = 16_000;
const folder = dirname(fileURLToPath(import.meta.url));

const silence = (seconds) => new Float64Array(Math.round(seconds * RATE));

/** A steady tone with 5 ms ramps. */
function tone(hertz, seconds, level) {
  const samples = silence(seconds);
  const ramp = 0.005 * RATE;
  for (let i = 0; i < samples.length; i += 1) {
    const edge = Math.min(1, i / ramp, (samples.length - 1 - i) / ramp);
    samples[i] = level * edge * Math.sin((2 * Math.PI * hertz * i) / RATE);
  }
  return samples;
}

/** A struck bell: partials at the ratios of a small bell, the higher ones dying sooner. */
function bell(hertz, seconds, level) {
  const samples = silence(seconds);
  const partials = [
    [1, 1, 3.2],
    [2.0, 0.55, 4.5],
    [2.76, 0.35, 6.5],
    [4.1, 0.16, 10],
  ];
  const total = partials.reduce((sum, [, strength]) => sum + strength, 0);
  for (let i = 0; i < samples.length; i += 1) {
    const t = i / RATE;
    const attack = Math.min(1, t / 0.004);
    const release = Math.min(1, (samples.length - 1 - i) / (0.02 * RATE));
    let value = 0;
    for (const [ratio, strength, decay] of partials) {
      value += strength * Math.exp(-decay * t) * Math.sin(2 * Math.PI * hertz * ratio * t);
    }
    samples[i] = (level * attack * release * value) / total;
  }
  return samples;
}

function mixed(seconds, ...parts) {
  const samples = silence(seconds);
  for (const [at, part] of parts) {
    const offset = Math.round(at * RATE);
    for (let i = 0; i < part.length && offset + i < samples.length; i += 1) samples[offset + i] += part[i];
  }
  return samples;
}

function wav(samples) {
  const data = Buffer.alloc(44 + samples.length * 2);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + samples.length * 2, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(RATE, 24);
  data.writeUInt32LE(RATE * 2, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((value, i) => {
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), 44 + i * 2);
  });
  return data;
}

const G5 = 783.99;
const C6 = 1046.5;
const E6 = 1318.51;

const sounds = {
  'ring.wav': mixed(
    4,
    [0, bell(G5, 0.9, 0.85)],
    [0.18, bell(C6, 0.9, 0.85)],
    [0.36, bell(E6, 1, 0.75)],
    [0.9, bell(G5, 0.8, 0.7)],
    [1.08, bell(C6, 0.72, 0.7)],
  ),
  'waiting.wav': mixed(6, [0, bell(E6, 0.5, 0.2)], [0.22, bell(C6, 0.6, 0.2)]),
  'ringback.wav': mixed(5, [0, tone(440, 1.5, 0.25)]),
  'busy.wav': mixed(1, [0, tone(440, 0.5, 0.25)]),
  'chime.wav': mixed(1.4, [0, bell(G5, 0.9, 0.6)], [0.2, bell(C6, 1.1, 0.6)]),
};

for (const [name, samples] of Object.entries(sounds)) writeFileSync(join(folder, name), wav(samples));

/** ITU-T G.711, mu-law: 8000 samples a second, one byte each. */

const BIAS = 0x84;
const CLIP = 32_635;

export function encodeMulaw(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(samples.length);
  samples.forEach((sample, at) => {
    const sign = sample < 0 ? 0x80 : 0;
    const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
    const exponent = 31 - Math.clz32(magnitude) - 7;
    const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
    bytes[at] = ~(sign | (exponent << 4) | mantissa);
  });
  return bytes;
}

export function decodeMulaw(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(bytes.length);
  bytes.forEach((byte, at) => {
    const value = ~byte & 0xff;
    const magnitude = ((((value & 0x0f) << 3) + BIAS) << ((value & 0x70) >> 4)) - BIAS;
    samples[at] = value & 0x80 ? -magnitude : magnitude;
  });
  return samples;
}

/** Noise and speech for a microphone: mono, 16 bit, 48 kHz. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../../scripts/setup/paths.mjs';

const rate = 48_000;

/** A fan: two seconds of white noise. The same at every run. @param level peak, 0 to 1 */
export function hiss(level: number): Int16Array {
  let seed = 1;
  return Int16Array.from({ length: rate * 2 }, () => {
    // Park and Miller's generator.
    seed = (seed * 48_271) % 0x7fffffff;
    return Math.round(((seed / 0x7fffffff) * 2 - 1) * level * 0x7fff);
  });
}

/** Somebody who speaks: a sentence of the practice line, decoded by a page. */
export async function speech(page: Page, name = 'box-1'): Promise<Int16Array> {
  const file = readFileSync(join(ROOT, 'assets', 'practice', `${name}.ogg`)).toString('base64');
  const decoded = await page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes.buffer);
    const samples = Int16Array.from(sound.getChannelData(0), (sample) => Math.round(sample * 0x7fff));
    let text = '';
    for (const byte of new Uint8Array(samples.buffer)) text += String.fromCharCode(byte);
    return btoa(text);
  }, file);
  const bytes = Buffer.from(decoded, 'base64');
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

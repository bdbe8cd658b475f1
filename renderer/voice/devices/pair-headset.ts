import type { AudioDevice } from '../contract/state.ts';

export type Headset = { readonly microphone: string; readonly speaker: string };

/** What systems call the two halves of a headset, in the languages that Casque meets. */
const headsetWords = words(
  'head ?sets?|casques?|ear ?phones?|head ?phones?|[eé]couteurs|hands[- ]free|airpods|earbuds',
);
/** Words around a product's name that differ between its two halves. */
const halfWords = words(
  'micro|microphone|mic|input|entr[eé]e|speakers?|haut-parleurs?|output|sortie|head ?sets?|casques?|ear ?phones?|head ?phones?|' +
    '[eé]couteurs|mono|st[eé]r[eé]o|analog(ique)?|num[eé]rique|digital|audio|usb|chat|fallback',
);

/**
 * The headset that has just been plugged in: a microphone and an output of one product, one of them new at least. A screen with
 * loudspeakers or a camera with a microphone is none.
 * @param came ids of the devices that were not there a moment ago
 */
export function pairHeadset(
  inputs: readonly AudioDevice[],
  outputs: readonly AudioDevice[],
  came: ReadonlySet<string>,
): Headset | undefined {
  for (const output of outputs) {
    for (const input of inputs) {
      const isNew = came.has(input.deviceId) || came.has(output.deviceId);
      if (isNew && belongTogether(input.name, output.name)) return { microphone: input.name, speaker: output.name };
    }
  }
  return undefined;
}

export function belongTogether(input: string, output: string): boolean {
  const [one, other] = [productIn(input), productIn(output)];
  if (one !== '' || other !== '') return one === other;
  return input.search(headsetWords) >= 0 && output.search(headsetWords) >= 0;
}

/** `Jabra Evolve 65` in `Headset Earphone (Jabra Evolve 65)`, as Windows names it, and in `Jabra Evolve 65 Analog Stereo`. */
function productIn(name: string): string {
  // Windows puts a number before the second of two alike: `Casque (2- Jabra Evolve 65)`.
  const product = /\((?:\d+- )?([^()]+(?:\([^()]*\)[^()]*)*)\)\s*$/.exec(name)?.[1] ?? name;
  return product
    .normalize('NFKC')
    .replace(halfWords, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whole words; `\b` knows no accents. */
function words(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(${alternatives})(?![\\p{L}\\p{N}])`, 'giu');
}

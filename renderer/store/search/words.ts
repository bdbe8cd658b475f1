import { fold } from '../rows/fold.ts';

/** A word as it stands in a text. `folded` is what it is compared by; `start` and `end` are places in the text. */
export type Word = { readonly folded: string; readonly start: number; readonly end: number };

/** Before a tag that is a term as a whole: no word begins so. */
export const tagSign = '#';

/** Longer ones are addresses and keys that nobody types; they are cut. */
const longestTerm = 40;

/** So frequent in French and English that they find everything. Folded. */
const stopWords = new Set(
  (
    'le la les un une des du de au aux et ou en dans sur sous par pour avec sans ce cet cette ces il elle ils elles on nous vous je tu ' +
    'se sa ses leur leurs que qui quoi dont ne pas plus est sont etait ete etre avoir ont avait fait mais donc ' +
    'the an of to in on at by for with and or is are was were be been it its he she they we you this that these those from as has have had not'
  ).split(' '),
);

export function isStopWord(term: string): boolean {
  return stopWords.has(term);
}

/** A single letter says nothing; a digit does (`Box 6`). */
function isTerm(term: string): boolean {
  return (term.length > 1 || /\d/.test(term)) && !stopWords.has(term);
}

/** Adds what a text can be found by. Words with hyphens are found in parts and as one (`Wi-Fi`: `wi`, `fi`, `wifi`). */
export function addTerms(text: string, terms: Set<string>): void {
  const folded = fold(text);
  for (const [term] of folded.matchAll(/[\p{L}\p{N}]+/gu)) if (isTerm(term)) terms.add(term.slice(0, longestTerm));
  if (!folded.includes('-')) return;
  for (const [compound] of folded.matchAll(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu)) {
    const term = compound.replaceAll('-', '');
    if (term.length <= longestTerm) terms.add(term);
  }
}

/** The words of a text with their places in it; one with hyphens comes with its parts. */
export function wordsIn(text: string): (Word & { readonly parts: readonly Word[] })[] {
  const whole = fold(text);
  // Folding it once is much faster, where every letter keeps its place.
  const kept = whole.length === text.length;
  const wordAt = (found: string, start: number): Word => {
    const end = start + found.length;
    const folded = kept ? whole.slice(start, end) : fold(found);
    return { folded: folded.replaceAll('-', ''), start, end };
  };
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*/gu)].map(({ 0: found, index }) => {
    const parts = found.includes('-') ? [...found.matchAll(/[^-]+/g)] : [];
    return { ...wordAt(found, index), parts: parts.map((part) => wordAt(part[0], index + part.index)) };
  });
}

/** French and English endings, the longest first: what is left of `coupures` and `coupure`, of `redémarrage` and `redémarrer` is the same. */
const endings = [
  ...['issements', 'issement', 'ateurs', 'ations', 'ements', 'ateur', 'ation', 'ement', 'aient', 'euses'],
  ...['ages', 'eurs', 'euse', 'ions', 'ings', 'ment', 'age', 'ait', 'ant', 'aux', 'ees', 'ent', 'ers', 'eur', 'ies'],
  ...['ing', 'ion', 'ons', 'al', 'ed', 'ee', 'er', 'es', 'ez', 'ie', 'ir', 'is', 'it', 'ly', 'e', 'i', 's', 'x', 'y'],
];
const shortestStem = 4;

export function stem(word: string): string {
  for (const ending of endings) {
    if (word.length - ending.length >= shortestStem && word.endsWith(ending)) return word.slice(0, -ending.length);
  }
  return word;
}

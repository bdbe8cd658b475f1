import type { Mark } from '../contract.ts';
import { forgiven, isNear } from './edit-distance.ts';
import type { Wanted } from './wanted.ts';
import { stem, wordsIn, type Word } from './words.ts';

/** Where a text has what was wanted. */
export function marksIn(text: string, wanted: readonly Wanted[], forgiving: boolean): Mark[] {
  const markOf = (word: Word): Mark | null => {
    const length = Math.max(0, ...wanted.map((each) => markedLength(word.folded, each, forgiving)));
    if (length === 0) return null;
    // Where the text is not letter for letter what it is compared by (`œ`, `Wi-Fi`), the whole word.
    const isPart = length < word.folded.length && word.folded.length === word.end - word.start;
    return [word.start, isPart ? word.start + length : word.end];
  };
  return wordsIn(text).flatMap((word) => {
    const whole = markOf(word);
    if (whole !== null) return [whole];
    return word.parts.map(markOf).filter((mark) => mark !== null);
  });
}

/** How many letters of a word to mark; 0: it was not meant. */
function markedLength(folded: string, wanted: Wanted, forgiving: boolean): number {
  if (wanted.kind === 'number') {
    if (wanted.words.length === 1 && folded.startsWith(wanted.digits)) return wanted.digits.length;
    return wanted.words.includes(folded) ? folded.length : 0;
  }
  const { word, typing } = wanted;
  if (folded.startsWith(word)) return word.length;
  if (wanted.stem !== word && folded.startsWith(wanted.stem) && stem(folded) === wanted.stem) return folded.length;
  const most = forgiving ? forgiven(word) : 0;
  return most > 0 && isNear(word, folded, most, typing) ? folded.length : 0;
}

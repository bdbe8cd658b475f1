import { forgiven } from './edit-distance.ts';
import type { Wanted } from './wanted.ts';
import { stem, tagSign } from './words.ts';
import type { Vocabulary } from './vocabulary.ts';

type WantedWord = Extract<Wanted, { kind: 'word' }>;

const exactWorth = 1;
const stemWorth = 0.7;

/** A beginning counts the more of the word it is. */
function beginningWorth(word: string, term: string): number {
  return 0.5 + (0.4 * word.length) / term.length;
}

function nearWorth(errors: number): number {
  return errors === 1 ? 0.45 : 0.3;
}

/** The terms that a word may mean, and what each is worth. `forgiving`: typing errors too. */
export function matchingTerms(vocabulary: Vocabulary, wanted: WantedWord, forgiving: boolean): Map<number, number> {
  const { word } = wanted;
  const worths = new Map<number, number>();
  const add = (no: number, worth: number): void => {
    if ((worths.get(no) ?? 0) < worth) worths.set(no, worth);
  };
  for (const no of vocabulary.startingWith(word)) {
    const term = vocabulary.terms[no] ?? '';
    add(no, term === word ? exactWorth : beginningWorth(word, term));
  }
  if (wanted.stem !== word) {
    for (const no of vocabulary.startingWith(wanted.stem)) {
      if (stem(vocabulary.terms[no] ?? '') === wanted.stem) add(no, stemWorth);
    }
  }
  const most = forgiving ? forgiven(word) : 0;
  if (most === 0) return worths;
  for (const { no, errors } of vocabulary.near(word, most, wanted.typing)) {
    // Whole tags stand among the terms with a sign before them, and are found by their words.
    if (errors > 0 && vocabulary.terms[no]?.startsWith(tagSign) !== true) add(no, nearWorth(errors));
  }
  return worths;
}

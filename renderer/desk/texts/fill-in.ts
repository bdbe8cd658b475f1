import { placeholders, type Placeholder } from '../../../domain/text/canned-text.ts';

/** What stands in the place of each; null: not known in this case. */
export type CaseWords = Readonly<Record<Placeholder, string | null>>;

export type FilledText = {
  readonly text: string;
  /** Where the first place is that the agent fills in themselves: from, to. */
  readonly gap: readonly [number, number] | null;
};

const pattern = /\{([^{}\n]{1,40})\}/g;

/** Puts the case's words into a text. What is not known, and every other word in braces, is left for the agent to fill in. */
export function fillIn(text: string, words: CaseWords): FilledText {
  let gap: [number, number] | null = null;
  let filled = '';
  let last = 0;
  for (const found of text.matchAll(pattern)) {
    const [whole, name = ''] = found;
    const known = placeholders.find((each) => each === name.trim().toLowerCase());
    const word = known === undefined ? null : words[known];
    filled += text.slice(last, found.index);
    if (word === null) gap ??= [filled.length, filled.length + whole.length];
    filled += word ?? whole;
    last = found.index + whole.length;
  }
  return { text: filled + text.slice(last), gap };
}

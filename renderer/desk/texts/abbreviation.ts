import type { TextView } from '../../store/contract.ts';
import { fold } from '../words/fold.ts';

export type Abbreviated = {
  readonly view: TextView;
  /** Where the abbreviation begins; it ends where the caret stands. */
  readonly start: number;
};

/** The text that the word before the caret stands for (`;bonjour`), the agent's own before a team's. */
export function abbreviatedAt(written: string, caret: number, texts: readonly TextView[]): Abbreviated | null {
  const found = /(?:^|\s);([\p{L}\p{N}_-]{1,24})$/u.exec(written.slice(Math.max(0, caret - 40), caret));
  const typed = found?.[1];
  if (typed === undefined) return null;
  const means = texts.filter(({ text }) => text.abbreviation !== null && fold(text.abbreviation) === fold(typed));
  const view = means.find(({ own }) => own) ?? means[0];
  return view === undefined ? null : { view, start: caret - typed.length - 1 };
}

import type { Verdict } from '../../../domain/validation/validation.ts';
import type { Text } from '../words/use-text.ts';

const verdictLabel: Readonly<Record<Exclude<Verdict, 'text'>, string>> = {
  yes: 'validation.yes',
  no: 'validation.no',
};

/** An answer as it is read: the verdict, the words, or both. */
export function verdictText(verdict: Verdict, answer: string | null, text: Text): string {
  const words = answer ?? '';
  if (verdict === 'text') return words;
  const label = text(verdictLabel[verdict]);
  return words === '' ? label : text('validation.verdictAnd', { verdict: label, words });
}

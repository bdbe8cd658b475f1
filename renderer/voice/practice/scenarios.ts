/** A customer of the practice line. Numbers are of the ranges that ARCEP keeps for fiction; the first is in the demonstration data. */
export type Scenario = {
  /** Null: withheld. */
  readonly number: string | null;
  readonly name: string;
  readonly queue: string;
  /** Addresses of the sentences, in order; see assets/practice/sentences.json. */
  readonly speech: readonly string[];
};

const recorded = (name: string, sentences: number): string[] =>
  Array.from({ length: sentences }, (_, index) => {
    return new URL(`../../../assets/practice/${name}-${index + 1}.ogg`, import.meta.url).href;
  });

/** Who calls, one after the other: a known customer, an unknown number, a withheld one. */
export const callers: readonly [Scenario, ...Scenario[]] = [
  { number: '+33261910012', name: 'Mme Roussel', queue: 'Hotline', speech: recorded('box', 5) },
  { number: '+33639981243', name: 'M. Le Gall', queue: 'Hotline', speech: recorded('printer', 4) },
  { number: null, name: 'Anonymous', queue: 'Hotline', speech: recorded('password', 3) },
];

/** What whoever is dialled says. */
export const dialledSpeech = recorded('callback', 3);

/** What the practice line does with a number that the agent dials, in any notation. */
export function behaviourOf(dialled: string): 'answers' | 'busy' | 'silent' {
  const digits = dialled.replace(/\D/g, '');
  if (digits.endsWith('261910099')) return 'busy';
  if (digits.endsWith('261910098')) return 'silent';
  return 'answers';
}

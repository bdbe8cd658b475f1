export interface Judgement {
  readonly verdict: 'clean' | 'vulnerable' | 'unchecked';
  readonly lines: readonly string[];
}
export function judge(output: string): Judgement;

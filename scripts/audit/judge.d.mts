import type { Vulnerability } from './shipped.mjs';

export interface Judgement {
  readonly verdict: 'clean' | 'vulnerable' | 'unchecked';
  readonly lines: readonly string[];
}
export function judge(output: string, isOurs?: (vulnerability: Vulnerability) => boolean): Judgement;

import type { ErrorCode } from '../../../domain/errors.ts';

/** Every step, in the order in which they are taken. */
export const stepIds = [
  'server',
  'clock',
  'registration',
  'relays',
  'microphone',
  'speaker',
  'ring',
  'testCall',
  'quality',
] as const;
export type StepId = (typeof stepIds)[number];

/** A sentence of the catalog with its values, or the sentence of a coded error. */
export type Sentence =
  { readonly id: string; readonly values?: Readonly<Record<string, string | number>> } | { readonly code: ErrorCode };

/** What a step came to. `skipped`: it could not be tried, which is nobody's fault. */
export type Finding = {
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly message: Sentence;
  /** What the person can do about it. */
  readonly advice?: Sentence;
  /** For whoever reads the archive. */
  readonly figures?: Readonly<Record<string, number>>;
};

export type StepState = { readonly state: 'waiting' } | { readonly state: 'running' } | Finding;

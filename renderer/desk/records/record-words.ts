import type { SatisfactionScore } from '../../../domain/timeline/satisfaction.ts';
import type { RecordKind } from './record-draft.ts';

/** Ids of the catalog. */
export const scoreLabel: Readonly<Record<SatisfactionScore, string>> = {
  1: 'satisfaction.score1',
  2: 'satisfaction.score2',
  3: 'satisfaction.score3',
  4: 'satisfaction.score4',
  5: 'satisfaction.score5',
};

export const begunLabel: Readonly<Record<RecordKind, string>> = {
  email: 'record.emailBegun',
  chat: 'record.chatBegun',
  satisfaction: 'record.satisfactionBegun',
};

export const kindLabel: Readonly<Record<RecordKind, string>> = {
  email: 'record.email',
  chat: 'record.chat',
  satisfaction: 'record.satisfaction',
};

import type { StepKind } from '../../../domain/procedure/procedure.ts';
import type { StepAnswer } from '../../../domain/procedure/progress.ts';

export const stepKindLabel: Readonly<Record<StepKind, string>> = {
  do: 'procedure.kind.do',
  question: 'procedure.kind.question',
  field: 'procedure.kind.field',
};

export const answerLabel: Readonly<Record<StepAnswer, string>> = {
  done: 'procedure.answer.done',
  yes: 'procedure.answer.yes',
  no: 'procedure.answer.no',
  undone: 'procedure.answer.undone',
};

import { z } from 'zod';
import type { ProcedureStep, StepTarget } from './procedure.ts';

/** What was said of a step; `undone` takes the last word back. */
export const StepAnswer = z.enum(['done', 'yes', 'no', 'undone']);
export type StepAnswer = z.infer<typeof StepAnswer>;

/** What the timeline tells of a step. */
export type StepMark = {
  readonly stepId: string;
  readonly answer: StepAnswer;
  /** What was written down. */
  readonly value: string | null;
};

export type PassedStep = { readonly step: ProcedureStep; readonly mark: StepMark };

export type Progress = {
  /** The way so far, in order. */
  readonly passed: readonly PassedStep[];
  /** What is to be done now; null: the end. */
  readonly current: ProcedureStep | null;
  /** What would follow, if no question led elsewhere. */
  readonly ahead: readonly ProcedureStep[];
};

/** Where whoever follows these steps stands. @param marks what was said, oldest first; the last word on a step counts */
export function progressOf(steps: readonly ProcedureStep[], marks: readonly StepMark[]): Progress {
  const last = new Map(marks.map((mark) => [mark.stepId, mark]));
  const passed: PassedStep[] = [];
  let at = 0;
  for (let step = steps[at]; step !== undefined; step = steps[at]) {
    const mark = last.get(step.id);
    if (mark === undefined || mark.answer === 'undone') break;
    passed.push({ step, mark });
    at = after(steps, at, mark.answer === 'yes' ? step.yes : mark.answer === 'no' ? step.no : null);
  }
  return { passed, current: steps[at] ?? null, ahead: steps.slice(at + 1) };
}

function after(steps: readonly ProcedureStep[], at: number, target: StepTarget): number {
  if (target === null) return at + 1;
  if (target === 'end') return steps.length;
  const place = steps.findIndex(({ id }) => id === target);
  // Never back, whatever the row says: each way has an end.
  return place > at ? place : at + 1;
}

/** Whether a step can be answered so. */
export function fits(step: ProcedureStep, answer: StepAnswer): boolean {
  if (answer === 'undone') return true;
  return step.kind === 'question' ? answer !== 'done' : answer === 'done';
}

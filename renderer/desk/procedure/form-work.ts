import { z } from 'zod';
import { newId } from '../../../domain/ids.ts';
import { ProcedureStep, type StepTarget } from '../../../domain/procedure/procedure.ts';

/** What is being written, as it is kept while it is typed: steps may be empty yet. */
const Work = z.object({
  title: z.string(),
  /** A team's id, or anything else for all of them. */
  whose: z.string(),
  steps: z.array(ProcedureStep.extend({ text: z.string(), say: z.string() })),
});
export type Work = z.infer<typeof Work>;

export function emptyWork(whose: string): Work {
  return { title: '', whose, steps: [{ id: newId(), kind: 'do', text: '', say: '', yes: null, no: null }] };
}

/** Null: nothing was written, or by another version of the desk. */
export function readWork(text: string): Work | null {
  try {
    return Work.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function withStep(steps: readonly ProcedureStep[], index: number, step: ProcedureStep): ProcedureStep[] {
  return steps.map((each, at) => (at === index ? step : each));
}

/** What led to the step that goes leads on to the one after it. */
export function withoutStep(steps: readonly ProcedureStep[], index: number): ProcedureStep[] {
  const gone = steps[index]?.id;
  const next: StepTarget = steps[index + 1]?.id ?? 'end';
  const led = (target: StepTarget): StepTarget => (target === gone ? next : target);
  return steps.filter((_, at) => at !== index).map((step) => ({ ...step, yes: led(step.yes), no: led(step.no) }));
}

/** What is sent: the steps that say something; a branch is a question's. */
export function stepsOf(work: Work): ProcedureStep[] {
  let steps: readonly ProcedureStep[] = work.steps;
  for (let index = steps.length - 1; index >= 0; index--) {
    if (steps[index]?.text.trim() === '') steps = withoutStep(steps, index);
  }
  return steps.map((step) => ({
    ...step,
    text: step.text.trim(),
    say: step.say.trim(),
    yes: step.kind === 'question' ? step.yes : null,
    no: step.kind === 'question' ? step.no : null,
  }));
}

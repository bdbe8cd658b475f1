import { v5 } from 'uuid';
import { z } from 'zod';
import { Id, Instant } from '../ids.ts';
import { rowFields } from '../row.ts';

/** `do`: something to be done; `question`: answered by yes or no; `field`: something to be written down. */
export const StepKind = z.enum(['do', 'question', 'field']);
export type StepKind = z.infer<typeof StepKind>;

/** Names a step within its procedure, through all versions. */
export const StepId = z.string().regex(/^[\w-]{1,40}$/);

/** Where an answer leads: to a later step, to the end, or (null) to the step that follows. */
export const StepTarget = z.union([z.literal('end'), StepId]).nullable();
export type StepTarget = z.infer<typeof StepTarget>;

export const ProcedureStep = z.object({
  id: StepId,
  kind: StepKind,
  text: z.string().min(1).max(300),
  /** In plain words, as it can be said to the caller; empty for none. */
  say: z.string().max(500),
  /** Of a question. */
  yes: StepTarget,
  no: StepTarget,
});
export type ProcedureStep = z.infer<typeof ProcedureStep>;

export const mostSteps = 40;

/**
 * One version of a procedure. It never changes but for being retired: the tickets that used it go on reading what it said. `scope`:
 * the team that works by it, or the organisation.
 */
export const Procedure = z.looseObject({
  ...rowFields,
  procedureId: Id,
  version: z.int().positive(),
  title: z.string().min(1).max(120),
  steps: z.array(ProcedureStep).min(1).max(mostSteps),
  writtenBy: Id,
  writtenAt: Instant,
  /** Of the newest version: it is not begun any more. */
  retired: z.boolean(),
});
export type Procedure = z.infer<typeof Procedure>;

/** The same wherever it is made: two who write a next version at once write the same one, and the first on the server stays. */
export function procedureVersionId(procedureId: Id, version: number): Id {
  return v5(`version ${version}`, procedureId);
}

/** Why steps cannot be followed; null: they can. They lead forward only, so that each way has an end. */
export function faultOf(steps: readonly ProcedureStep[]): 'twice' | 'backward' | null {
  const places = new Map(steps.map(({ id }, index) => [id, index]));
  if (places.size < steps.length) return 'twice';
  const leadsForward = (target: StepTarget, from: number): boolean =>
    target === null || target === 'end' || (places.get(target) ?? -1) > from;
  const forward = steps.every(({ yes, no }, index) => leadsForward(yes, index) && leadsForward(no, index));
  return forward ? null : 'backward';
}

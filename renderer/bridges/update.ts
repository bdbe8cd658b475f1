import { z } from 'zod';

/** What of the agent's work would suffer from a restart of the program now. */
export const WorkInHand = z.object({
  /** Mutations that the server has not confirmed. */
  queued: z.int().nonnegative(),
  /** Texts that are written and not sent. */
  unsent: z.int().nonnegative(),
  /** The time after a call that belongs to it. */
  wrapUp: z.boolean(),
});
export type WorkInHand = z.infer<typeof WorkInHand>;

export const UpdateWait = z.enum(['starting', 'call', 'wrapUp', 'unsent', 'queued']);
export type UpdateWait = z.infer<typeof UpdateWait>;

/** A newer version that is here, and why it is not installed now; null there: it may be, and will be at a quiet moment. */
export const UpdateState = z.object({ version: z.string(), waitsFor: UpdateWait.nullable() }).nullable();
export type UpdateState = z.infer<typeof UpdateState>;

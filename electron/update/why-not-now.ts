import type { UpdateWait, WorkInHand } from '../../renderer/bridges/update.ts';

export type UpdateMoment = {
  /** A call is up, or somebody rings. */
  readonly hasCall: boolean;
  /** As the desk said last; null: it has not said anything yet. */
  readonly inHand: WorkInHand | null;
};

/** Why the program must not be restarted for an update now; null: nothing would be lost or cut off. */
export function whyNotNow({ hasCall, inHand }: UpdateMoment): UpdateWait | null {
  if (hasCall) return 'call';
  if (inHand === null) return 'starting';
  if (inHand.wrapUp) return 'wrapUp';
  if (inHand.unsent > 0) return 'unsent';
  if (inHand.queued > 0) return 'queued';
  return null;
}

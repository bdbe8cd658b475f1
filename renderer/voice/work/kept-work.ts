import { z } from 'zod';
import { Id, Instant } from '../../../domain/ids.ts';
import { firstWork, type Work } from './work-reducer.ts';

const PauseFor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pause'), reason: z.string().nullable() }),
  z.object({ kind: z.literal('doNotDisturb') }),
  z.object({ kind: z.literal('wrapUp') }),
]);

/** What of it outlives the phone: what the agent chose, and what is ours to undo at the PBX. */
const KeptWork = z.object({
  pause: z.object({ reason: z.string().nullable(), since: Instant, until: Instant.nullable() }).nullable(),
  quiet: z.object({ since: Instant, until: Instant.nullable() }).nullable(),
  wrapUp: z.object({ callId: Id, startedAt: Instant, endsAt: Instant }).nullable(),
  lastWrapUp: z.object({ callId: Id, startedAt: Instant, endedAt: Instant }).nullable(),
  settled: PauseFor.nullable(),
  holds: z.boolean(),
});

export function writeWork(work: Work): string {
  const { pause, quiet, wrapUp, lastWrapUp } = work;
  // What the PBX makes of a code that is under way is not known to the phone that comes after a death: it is asked for again, or undone.
  const [settled, holds] = work.asked === null ? [work.settled, work.holds] : [null, true];
  return JSON.stringify({ pause, quiet, wrapUp, lastWrapUp, settled, holds } satisfies z.infer<typeof KeptWork>);
}

/** Anything that is not ours is nothing. */
export function readWork(text: string | null, at: Instant): Work {
  if (text === null) return firstWork(at);
  try {
    const parsed = KeptWork.safeParse(JSON.parse(text));
    return parsed.success ? { ...firstWork(at), ...parsed.data } : firstWork(at);
  } catch {
    return firstWork(at);
  }
}

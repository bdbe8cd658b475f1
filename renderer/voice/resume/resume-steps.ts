import type { Id, Instant } from '../../../domain/ids.ts';
import { isLive, type CallEffect, type CallerIdentity, type CallRecord, type CallsState } from '../call/call-state.ts';
import { change, type Step } from '../call/call-steps.ts';
import { isRing, recordFrom, type LedgerEntry } from './ledger.ts';

export type ResumeEvent =
  /** The phone before died with these calls; `since` is when it was last known to be alive. */
  | { readonly type: 'restored'; readonly entries: readonly LedgerEntry[]; readonly since: Instant }
  /** Of a call that rang before: the PBX says whether our line rings. */
  | { readonly type: 'lineRings'; readonly id: Id; readonly rings: boolean; readonly at: Instant }
  /** The PBX has given this call to us again. */
  | { readonly type: 'resumed'; readonly id: Id; readonly at: Instant };

/** The calls are there again as they were, but cannot be spoken in yet; what was being ended is over, and is ended now. */
export function restore(state: CallsState, event: Extract<ResumeEvent, { type: 'restored' }>): Step {
  const entries = event.entries.filter(({ call }) => !state.calls.some(({ id }) => id === call.id));
  const calls = entries.map((entry) => recordFrom(entry, event.since));
  const effects = entries.map((entry): CallEffect => {
    const { call, dialog, targets, wantsHold, leaving } = entry;
    return {
      type: 'resume',
      id: call.id,
      dialog,
      targets,
      silent: wantsHold || call.muted || leaving,
      // Having it would be answering it: that is for the agent to say.
      whenAnswered: isRing(entry),
      unwanted: leaving,
    };
  });
  return [{ calls: [...calls, ...state.calls] }, effects];
}

/** It rings as before the gap, although what it rang with is gone; or the PBX may be about to offer it again. */
export function lineRings(
  state: CallsState,
  call: CallRecord,
  { rings, at }: Extract<ResumeEvent, { type: 'lineRings' }>,
): Step {
  if (!rangBefore(call)) return [state, []];
  return [change(state, call.id, { reconnectingSince: rings ? null : (call.reconnectingSince ?? at) }), []];
}

/** The PBX offers it anew: from now on it is a call like any other, and the record is the one of before. */
export function ringAgain(state: CallsState, call: CallRecord, caller: CallerIdentity): Step {
  if (!rangBefore(call)) return [state, []];
  return [change(state, call.id, { ...caller, reconnectingSince: null, resuming: false }), []];
}

/** Which of the calls that rang before this caller is, when the PBX offers them again. */
export function ringOf({ calls }: CallsState, { number, queue }: CallerIdentity): Id | undefined {
  // Two callers without a number cannot be told apart.
  if (number === null) return undefined;
  return calls.find((call) => rangBefore(call) && call.number === number && call.queue === queue)?.id;
}

/** It rang when the phone died. */
export function rangBefore(call: CallRecord): boolean {
  return call.resuming && call.phase === 'ringing';
}

/** The PBX knows nothing of a hold in the new dialog, and neither does it of what the agent has asked meanwhile. */
export function resume(state: CallsState, call: CallRecord, at: Instant): Step {
  if (!call.resuming || call.phase === 'ringing') return [state, []];
  const { id, muted, wantsHold } = call;
  const gap = { endedAt: at, ms: Math.max(0, Date.parse(at) - Date.parse(call.reconnectingSince ?? at)) };
  const next = change(state, id, {
    phase: wantsHold ? 'held' : 'active',
    holdPending: wantsHold,
    reconnectingSince: null,
    resuming: false,
    ...(call.answeredAt === null ? { answeredAt: at } : { lastGap: gap }),
  });
  const others = next.calls.filter((each) => each.conference && isLive(each) && each.id !== id);
  const mix = call.conference ? others.filter((each) => !each.resuming) : [];
  return [
    next,
    [
      { type: 'setMuted', id, on: muted },
      ...mix.map((other): CallEffect => ({ type: 'mix', id, otherId: other.id })),
      { type: 'setHold', id, on: wantsHold },
    ],
  ];
}

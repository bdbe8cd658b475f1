import type { Id, Instant } from '../../../domain/ids.ts';
import { isLive, type CallEffect, type CallRecord, type CallsState } from '../call/call-state.ts';
import { change, type Step } from '../call/call-steps.ts';
import { recordFrom, type LedgerEntry } from './ledger.ts';

export type ResumeEvent =
  /** The phone before died with these calls; `since` is when it was last known to be alive. */
  | { readonly type: 'restored'; readonly entries: readonly LedgerEntry[]; readonly since: Instant }
  /** The PBX has given this call to us again. */
  | { readonly type: 'resumed'; readonly id: Id; readonly at: Instant };

/** The calls are there again as they were, but cannot be spoken in yet. */
export function restore(state: CallsState, event: Extract<ResumeEvent, { type: 'restored' }>): Step {
  const entries = event.entries.filter(({ call }) => !state.calls.some(({ id }) => id === call.id));
  const calls = entries.map((entry) => recordFrom(entry, event.since));
  const effects = entries.map(({ call, dialog, targets, wantsHold }): CallEffect => ({
    type: 'resume',
    id: call.id,
    dialog,
    targets,
    silent: wantsHold || call.muted,
  }));
  return [{ calls: [...calls, ...state.calls] }, effects];
}

/** The PBX knows nothing of a hold in the new dialog, and neither does it of what the agent has asked meanwhile. */
export function resume(state: CallsState, call: CallRecord, at: Instant): Step {
  if (!call.resuming || call.reconnectingSince === null) return [state, []];
  const { id, muted, wantsHold } = call;
  const ms = Math.max(0, Date.parse(at) - Date.parse(call.reconnectingSince));
  const next = change(state, id, {
    phase: wantsHold ? 'held' : 'active',
    holdPending: wantsHold,
    reconnectingSince: null,
    resuming: false,
    lastGap: { endedAt: at, ms },
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

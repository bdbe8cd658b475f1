import type { ErrorCode } from '../../../domain/errors.ts';
import type { Id, Instant } from '../../../domain/ids.ts';
import type { Transfer } from '../contract/call-facts.ts';
import { isLive, type CallEffect, type CallRecord, type CallsState } from './call-state.ts';
import { bounded, change, findLive, isConversation, wishHold, type Step } from './call-steps.ts';

/** Where a call is to go: a number (blind), or the person of another call (attended). */
export type TransferTo =
  { readonly kind: 'number'; readonly number: string } | { readonly kind: 'call'; readonly callId: Id };

export type TransferEvent =
  // from the agent
  | { readonly type: 'transferAsked'; readonly id: Id; readonly to: TransferTo }
  // from the line
  /** The PBX took it; `ringing`: and it rings there. */
  | { readonly type: 'transferProgress'; readonly id: Id; readonly ringing: boolean }
  | { readonly type: 'transferDone'; readonly id: Id; readonly at: Instant }
  | { readonly type: 'transferFailed'; readonly id: Id; readonly code: ErrorCode };

/** Asks the PBX to send the other side of this call there (REFER, RFC 3515). */
export type TransferEffect = { readonly type: 'refer'; readonly id: Id; readonly to: TransferTo };

/** The PBX has been asked and has not said how it ended. */
export function isTransferring({ transfer }: Pick<CallRecord, 'transfer'>): boolean {
  return transfer?.state === 'asked' || transfer?.state === 'trying' || transfer?.state === 'ringing';
}

/** @param call of `event`, live */
export function stepOfTransfer(state: CallsState, call: CallRecord, event: TransferEvent): Step {
  switch (event.type) {
    case 'transferAsked':
      return asked(state, call, event.to);
    case 'transferProgress':
      if (!isTransferring(call)) return [state, []];
      // What rings there does not stop ringing by a late "trying".
      if (call.transfer?.state === 'ringing') return [state, []];
      return [withTransfer(state, call, { state: event.ringing ? 'ringing' : 'trying' }), []];
    case 'transferDone':
      return isTransferring(call) ? done(state, call, event.at) : [state, []];
    case 'transferFailed':
      return isTransferring(call) ? failed(state, call, event.code) : [state, []];
  }
}

/** What the record of an ended call keeps of a transfer whose end the PBX has not told. */
export function transferAtEnd(call: CallRecord): Transfer | null {
  return call.transfer !== null && isTransferring(call) ? { ...call.transfer, state: 'handedOver' } : call.transfer;
}

function asked(state: CallsState, call: CallRecord, to: TransferTo): Step {
  if (!isConversation(call) || isTransferring(call)) return [state, []];
  if (to.kind === 'number') {
    // Who hears both of a conference is sent to nobody else.
    if (call.conference) return [state, []];
    return refer(state, call, { number: to.number, otherCallId: null, state: 'asked' }, to);
  }
  const other = findLive(state, to.callId);
  if (other === undefined || other.id === call.id || !isConversation(other) || isTransferring(other))
    return [state, []];
  // Whoever was there first is sent to the other: a customer to the colleague who was consulted about them (RFC 5589 §7).
  const [first, second] = Date.parse(other.startedAt) < Date.parse(call.startedAt) ? [other, call] : [call, other];
  const transfer: Transfer = { number: second.number, otherCallId: second.id, state: 'asked' };
  return refer(state, first, transfer, { kind: 'call', callId: second.id });
}

function refer(state: CallsState, call: CallRecord, transfer: Transfer, to: TransferTo): Step {
  return [change(state, call.id, { transfer, errorCode: null }), [{ type: 'refer', id: call.id, to }]];
}

/** They have each other. Our two ends are closed by us (RFC 5589 §6), if the PBX has not done it already. */
function done(state: CallsState, call: CallRecord, at: Instant): Step {
  const otherId = call.transfer?.otherCallId ?? null;
  const other = otherId === null ? undefined : findLive(state, otherId);
  const end = { phase: 'ended', endedAt: at, outcome: 'answered', errorCode: null, holdPending: false } as const;
  const gone = { ...end, heldByRemote: false, conference: false } as const;
  let next = change(withTransfer(state, call, { state: 'done' }), call.id, gone);
  const effects: CallEffect[] = call.conference ? [{ type: 'unmix', id: call.id }] : [];
  effects.push({ type: 'hangUp', id: call.id });
  if (other !== undefined) {
    const transfer: Transfer = { number: call.number, otherCallId: call.id, state: 'done' };
    next = change(next, other.id, { ...gone, transfer });
    effects.push({ type: 'hangUp', id: other.id });
  }
  return [bounded(next), effects];
}

/** The caller is given back: nobody may be left on hold alone because of it. */
function failed(state: CallsState, call: CallRecord, errorCode: ErrorCode): Step {
  const next = withTransfer(state, call, { state: 'failed' });
  const inConversation = state.calls.some(
    (other) => other.id !== call.id && isLive(other) && other.phase !== 'ringing' && !other.wantsHold,
  );
  const [resumed, effects] = inConversation ? [next, []] : wishHold(next, call, false);
  return [change(resumed, call.id, { errorCode }), effects];
}

function withTransfer(state: CallsState, call: CallRecord, fields: Partial<Transfer>): CallsState {
  return call.transfer === null ? state : change(state, call.id, { transfer: { ...call.transfer, ...fields } });
}

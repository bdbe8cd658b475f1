import type { CallOutcome } from '../../../domain/call/call.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { CallRecord, EndCause } from './call-state.ts';

export type CallEnd = { readonly outcome: CallOutcome; readonly errorCode: ErrorCode | null };

/** What the record of a call says about its end, when the line reports it. */
export function endOf(call: CallRecord, cause: EndCause): CallEnd {
  const errorCode = errorOf(cause);
  if (call.answeredAt !== null)
    return { outcome: 'answered', errorCode: errorCode === 'PHONE_NUMBER_INVALID' ? null : errorCode };
  return call.direction === 'incoming' ? incomingEnd(cause, errorCode) : outgoingEnd(cause, errorCode);
}

/** What it says when the agent ended it. */
export function endByAgent(call: CallRecord): CallEnd {
  if (call.answeredAt !== null) return { outcome: 'answered', errorCode: null };
  if (call.direction === 'outgoing') return { outcome: 'cancelled', errorCode: null };
  return { outcome: call.phase === 'ringing' ? 'rejected' : 'failed', errorCode: null };
}

function incomingEnd(cause: EndCause, errorCode: ErrorCode | null): CallEnd {
  switch (cause) {
    case 'answered-elsewhere':
      return { outcome: 'answered-elsewhere', errorCode: null };
    case 'media-failed':
    case 'refused':
    case 'number-unknown':
      return { outcome: 'failed', errorCode };
    case 'hung-up':
    case 'cancelled':
    case 'busy':
    case 'no-answer':
    case 'rejected':
    case 'connection-lost':
      return { outcome: 'missed', errorCode: null };
    // It rang while the phone was away: somebody waits to be called.
    case 'gone':
    case 'lost':
      return { outcome: 'missed', errorCode };
  }
}

function outgoingEnd(cause: EndCause, errorCode: ErrorCode | null): CallEnd {
  switch (cause) {
    case 'busy':
      return { outcome: 'busy', errorCode: null };
    case 'no-answer':
      return { outcome: 'no-answer', errorCode: null };
    case 'rejected':
    case 'answered-elsewhere':
      return { outcome: 'rejected', errorCode: null };
    case 'cancelled':
      return { outcome: 'cancelled', errorCode: null };
    case 'hung-up':
    case 'number-unknown':
    case 'refused':
    case 'media-failed':
    case 'connection-lost':
    case 'gone':
    case 'lost':
      return { outcome: 'failed', errorCode };
  }
}

function errorOf(cause: EndCause): ErrorCode | null {
  switch (cause) {
    case 'number-unknown':
      return 'PHONE_NUMBER_INVALID';
    case 'refused':
      return 'PHONE_PBX_REFUSED';
    case 'media-failed':
      return 'PHONE_MEDIA_FAILED';
    case 'connection-lost':
      return 'PHONE_PBX_UNREACHABLE';
    case 'gone':
      return 'PHONE_CALL_OVER';
    case 'lost':
      return 'PHONE_CALL_LOST';
    case 'hung-up':
    case 'cancelled':
    case 'answered-elsewhere':
    case 'busy':
    case 'no-answer':
    case 'rejected':
      return null;
  }
}

import type { EndCause } from '../call/call-state.ts';

/** How a session ended, in the terms of JsSIP. */
export type SessionEnd = {
  /** JsSIP's word for it, `Canceled`, `Busy`, ... */
  readonly cause: string;
  /** Final status of our INVITE when the other side refused it. */
  readonly status: number | undefined;
  /** Reason header (RFC 3326) of the CANCEL or BYE. */
  readonly reason: string | undefined;
};

export function endCauseOf(end: SessionEnd): EndCause {
  if (end.status !== undefined && end.status >= 300) return causeOfStatus(end.status);
  switch (end.cause) {
    case 'Canceled':
    case 'Terminated':
      return answeredElsewhere(end.reason) ? 'answered-elsewhere' : end.cause === 'Canceled' ? 'cancelled' : 'hung-up';
    case 'Rejected':
      return 'rejected';
    case 'No Answer':
    case 'Expires':
      return 'no-answer';
    case 'Connection Error':
    case 'Request Timeout':
    case 'No ACK':
      return 'connection-lost';
    // The PBX answered a request within the call with 481.
    case 'Dialog Error':
      return 'gone';
    case 'WebRTC Error':
    case 'RTP Timeout':
    case 'Bad Media Description':
    case 'Missing SDP':
    case 'Incompatible SDP':
    case 'User Denied Media Access':
    case 'Internal Error':
      return 'media-failed';
    default:
      return 'hung-up';
  }
}

/** RFC 3261 §21. */
function causeOfStatus(status: number): EndCause {
  switch (status) {
    case 486:
    case 600:
      return 'busy';
    case 408:
    case 480:
    case 487:
      return 'no-answer';
    case 603:
    case 607:
    case 608:
      return 'rejected';
    case 481:
      return 'gone';
    case 404:
    case 410:
    case 484:
    case 485:
    case 604:
      return 'number-unknown';
    case 415:
    case 488:
    case 606:
      return 'media-failed';
    default:
      return 'refused';
  }
}

/** `SIP;cause=200` (RFC 3326) or `Q.850;cause=26`, as Asterisk sends it to the members that were too late. */
function answeredElsewhere(reason: string | undefined): boolean {
  return /\bSIP\s*;\s*cause\s*=\s*200\b|\bQ\.850\s*;\s*cause\s*=\s*26\b/i.test(reason ?? '');
}

import { expect, it } from 'vitest';
import { endCauseOf, type SessionEnd } from '../../../renderer/voice/sip/end-cause.ts';

const end = (given: Partial<SessionEnd>): SessionEnd => ({
  cause: 'Terminated',
  status: undefined,
  reason: undefined,
  ...given,
});

it.each([
  [end({}), 'hung-up'],
  [end({ cause: 'Canceled' }), 'cancelled'],
  [end({ cause: 'Canceled', reason: 'SIP;cause=200;text="Call completed elsewhere"' }), 'answered-elsewhere'],
  [end({ cause: 'Canceled', reason: 'Q.850;cause=26' }), 'answered-elsewhere'],
  [end({ cause: 'Canceled', reason: 'Q.850;cause=16' }), 'cancelled'],
  [end({ cause: 'Busy', status: 486 }), 'busy'],
  [end({ cause: 'Unavailable', status: 480 }), 'no-answer'],
  [end({ cause: 'Rejected', status: 603 }), 'rejected'],
  [end({ cause: 'Rejected', status: 403 }), 'refused'],
  [end({ cause: 'Not Found', status: 404 }), 'number-unknown'],
  [end({ cause: 'Incompatible SDP', status: 488 }), 'media-failed'],
  [end({ cause: 'SIP Failure Code', status: 503 }), 'refused'],
  [end({ cause: 'RTP Timeout' }), 'media-failed'],
  [end({ cause: 'Connection Error' }), 'connection-lost'],
  [end({ cause: 'Request Timeout' }), 'connection-lost'],
  [end({ cause: 'Dialog Error' }), 'gone'],
] as const)('%j is %s', (given, cause) => {
  expect(endCauseOf(given)).toBe(cause);
});

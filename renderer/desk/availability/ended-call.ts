import type { Call } from '../../../domain/call/call.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';

/** A call that the phone has forgotten, from its row: the work after it goes on, whatever became of the desk meanwhile. */
export function endedCallOf(row: Call): PhoneCall {
  const { id, direction, number, displayName, queue, startedAt, answeredAt, endedAt, outcome } = row;
  return {
    id,
    direction,
    phase: 'ended',
    number,
    displayName,
    queue,
    customerNumber: null,
    divertedBy: null,
    headers: [],
    autoAnswered: false,
    muted: false,
    heldByRemote: false,
    holdPending: false,
    startedAt,
    answeredAt,
    endedAt,
    outcome,
    errorCode: null,
    digits: '',
    transfer: null,
    conference: false,
    reconnectingSince: null,
    lastGap: null,
  };
}

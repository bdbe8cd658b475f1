import type { Call } from '../../../domain/call/call.ts';
import type { Id } from '../../../domain/ids.ts';
import type { MutationArgs } from '../../../domain/mutation/registry.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { numberToKeep } from '../words/number.ts';

export type CallRecord = MutationArgs<'call.log@1'>;

/** The call's row as far as the phone knows it. The id is the phone's: writing it twice is writing it once. */
export function recordOf(call: PhoneCall, teamId: Id, country: string): CallRecord {
  return {
    id: call.id,
    teamId,
    direction: call.direction,
    number: numberToKeep(call.number, country),
    displayName: call.displayName,
    queue: call.queue,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    outcome: call.outcome,
    ...passedOn(call, country),
  };
}

/** Where the PBX took the call, once it is no longer ours. */
function passedOn({ phase, transfer }: PhoneCall, country: string): Pick<CallRecord, 'passedTo'> {
  const gone = phase === 'ended' && (transfer?.state === 'done' || transfer?.state === 'handedOver');
  return gone ? { passedTo: numberToKeep(transfer.number, country) } : {};
}

/** Longer than this no call is believed to have lasted without anybody having seen its end, ms. */
const longestCall = 4 * 3600 * 1000;

/**
 * The record of a call that was under way when the whole program died and that the phone knows no more. When it ended is not
 * known: it is taken to have ended when that was found out, unless that is absurd.
 */
export function closedRecord(row: Call, foundAt: number): CallRecord {
  const { id, direction, number, displayName, queue, startedAt, answeredAt } = row;
  const begun = Date.parse(answeredAt ?? startedAt);
  const endedAt = foundAt - begun < longestCall ? Math.max(foundAt, begun) : begun;
  const unanswered = direction === 'incoming' ? 'missed' : 'cancelled';
  return {
    id,
    teamId: row.scope,
    direction,
    number,
    displayName,
    queue,
    startedAt,
    answeredAt,
    endedAt: new Date(endedAt).toISOString(),
    outcome: answeredAt === null ? unanswered : 'answered',
  };
}

/** Whether the row on this machine already says all that the record does. */
export function alreadyKept(row: Readonly<Record<string, unknown>>, record: CallRecord): boolean {
  const { teamId, ...rest } = record;
  return row['scope'] === teamId && Object.entries(rest).every(([field, value]) => row[field] === value);
}

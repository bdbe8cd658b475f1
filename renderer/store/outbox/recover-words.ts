import type { Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import type { DraftCopy } from '../../../domain/wire/draft-copy.ts';
import type { JournalLine } from '../../../domain/wire/outbox-journal.ts';
import { MutationResult } from '../../../domain/wire/sync.ts';
import type { RefusedRecord } from '../database/records.ts';

type Refused = Extract<JournalLine, { kind: 'refused' }>['record'];

export type RefusedRecoveryInput = {
  readonly lines: readonly JournalLine[];
  /** Null: the database does not know who it is. */
  readonly meta: { readonly clientId: Id; readonly confirmedSeq: number } | null;
  /** Those that the database has. */
  readonly here: ReadonlySet<Id>;
};

/**
 * What the server refused, the agent has not dealt with, and only the journal still has. A database that has seen what became of a mutation has
 * had it, and has it no more since the agent has dealt with it: the journal may not have heard of that.
 */
export function recoverRefused({ lines, meta, here }: RefusedRecoveryInput): RefusedRecord[] {
  const left = new Map<Id, Refused>();
  for (const line of lines) {
    if (line.kind === 'refused') left.set(line.record.id, line.record);
    if (line.kind === 'settled') left.delete(line.id);
  }
  const isLost = ({ id, from }: Refused): boolean =>
    !here.has(id) &&
    (meta === null || (from !== undefined && from.clientId === meta.clientId && from.seq > meta.confirmedSeq));
  return [...left.values()].filter(isLost).map(recordOf);
}

/** The rows that it had made are not shown again; the agent has the words among what was refused. */
function recordOf({ id, name, args, at, result, from }: Refused): RefusedRecord {
  const read = MutationResult.safeParse(result);
  return {
    id,
    // One that only another version knows waits for it, as it does in the database.
    name: name as MutationName,
    args,
    at,
    result: read.success ? read.data : { id, seq: from?.seq ?? 1, outcome: 'rejected' },
    touched: [],
    rows: [],
    ...(from === undefined ? {} : { from }),
  };
}

/** The drafts that what is queued has ended, for a database that lost the end of one together with what it became. */
export function endedDrafts(lines: readonly JournalLine[]): DraftCopy[] {
  return lines.flatMap((line) => {
    const ends = line.kind === 'queued' ? line.mutation.ends : undefined;
    return ends === undefined ? [] : [{ key: ends.key, text: '', savedAt: ends.savedAt }];
  });
}

import type { QueuedMutation } from '../database/records.ts';
import type { MutationEnvelope } from '../../../domain/mutation/registry.ts';
import { maxPushMutations } from '../../../domain/wire/sync.ts';

/** Of JSON in one push, about: well under the megabyte at which HTTP servers and proxies begin to refuse. */
const batchCharacters = 256 * 1024;

/** The next mutations to push, in order: at least one, however large. */
export function nextBatch(
  queue: readonly QueuedMutation[],
  afterSeq: number,
  most = maxPushMutations,
): MutationEnvelope[] {
  const batch: MutationEnvelope[] = [];
  let characters = 0;
  for (const { id, seq, name, args, at } of queue) {
    if (seq <= afterSeq) continue;
    const mutation = { id, seq, name, args, at };
    characters += JSON.stringify(mutation).length;
    if (batch.length > 0 && (characters > batchCharacters || batch.length >= most)) break;
    batch.push(mutation);
  }
  return batch;
}

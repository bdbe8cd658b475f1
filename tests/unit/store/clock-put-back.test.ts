import { describe, expect, it } from 'vitest';
import type { Id } from '../../../domain/ids.ts';
import type { QueuedMutation } from '../../../renderer/store/database/records.ts';
import { countOf, firstMeta, freshStart } from '../../../renderer/store/meta.ts';
import { recoverQueue } from '../../../renderer/store/outbox/recovery.ts';

/** Born at an hour of the machine's clock, which is in the id. */
function born(hour: number, seq: number): QueuedMutation {
  const id = `0190000${hour}-0000-7000-8000-000000000000`;
  return { id, seq, name: 'note.add@1', args: {}, at: `2026-11-26T0${hour}:00:00.000Z` };
}

const nothing = { confirmed: new Set<Id>(), refused: new Set<Id>() };
const ids = (queue: readonly { id: Id }[]) => queue.map(({ id }) => id);

describe('a machine whose clock was put back between two mutations', () => {
  const [first, second] = [born(9, 1), born(3, 2)];

  it('sends them again to a restored server in the order in which they were done', () => {
    const confirmed = [
      { ...second, confirmedAt: 2, no: 1 },
      { ...first, confirmedAt: 1, no: 0 },
    ];
    expect(ids(freshStart([], confirmed, { rebuiltAt: null }).queue)).toEqual([first.id, second.id]);
  });

  it('queues them again from the journal in the order in which they were done, whatever client they were numbered under', () => {
    const [one, other] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'];
    const lines = [
      { kind: 'queued' as const, clientId: one, mutation: first },
      { kind: 'queued' as const, clientId: other, mutation: second },
    ];
    const recovery = recoverQueue({ lines, meta: null, queue: [], ...nothing });
    expect(ids(recovery?.queue ?? [])).toEqual([first.id, second.id]);
  });

  it('queues first what an older copy of its database has still queued, and the journal knows to be confirmed, or no more', () => {
    const [one, other] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'];
    const later = { kind: 'queued' as const, clientId: other, mutation: { ...second, seq: 1 } };
    const confirmed = [
      { kind: 'queued' as const, clientId: one, mutation: first },
      { kind: 'confirmed' as const, clientId: one, seq: 1 },
    ];
    for (const lines of [[...confirmed, later], [later]]) {
      const recovery = recoverQueue({ lines, meta: { clientId: one, nextSeq: 2 }, queue: [first], ...nothing });
      expect(ids(recovery?.queue ?? [])).toEqual([first.id, second.id]);
    }
  });

  it('goes on counting what is confirmed where it had come to, under another identity too, and whatever its database has lost', () => {
    const confirmed = [{ ...first, confirmedAt: 1, no: 4 }];
    expect(countOf(firstMeta(), confirmed)).toBe(5);
    expect(countOf({ ...firstMeta(), confirmedCount: 9 }, confirmed)).toBe(9);
    expect(freshStart([], [], { rebuiltAt: null, confirmedCount: 9 }).meta.confirmedCount).toBe(9);
  });
});

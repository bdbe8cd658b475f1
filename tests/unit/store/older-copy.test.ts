import { expect, it } from 'vitest';
import type { Id } from '../../../domain/ids.ts';
import { newId } from '../../../domain/ids.ts';
import type { QueuedMutation } from '../../../renderer/store/database/records.ts';
import { recoverQueue } from '../../../renderer/store/outbox/recovery.ts';

const mutation: QueuedMutation = { id: newId(), seq: 1, name: 'note.add@1', args: {}, at: '2026-11-27T09:00:00.000Z' };
const [before, since] = [newId(), newId()];

/** What is put back of a journal that has it queued under `clientId`, when the database is the one of `before`. */
function putBack(clientId: Id, known: { confirmed?: Id[]; refused?: Id[] }): readonly Id[] {
  const recovery = recoverQueue({
    lines: [{ kind: 'queued', clientId, mutation }],
    meta: { clientId: before, nextSeq: 2 },
    queue: [],
    confirmed: new Set(known.confirmed),
    refused: new Set(known.refused),
  });
  return (recovery?.queue ?? []).map(({ id }) => id);
}

// It was confirmed, the server was restored to before that, it was queued again under a new identity, and then the database was put back.
it('what an older copy of the database has as confirmed goes up again when the journal has it queued since', () => {
  expect(putBack(since, { confirmed: [mutation.id] })).toEqual([mutation.id]);
});

it('what the database has seen the end of under the identity of the journal does not', () => {
  expect(putBack(before, { confirmed: [mutation.id] })).toEqual([]);
});

it('what was refused does not, whoever it was refused to', () => {
  expect(putBack(since, { refused: [mutation.id] })).toEqual([]);
});

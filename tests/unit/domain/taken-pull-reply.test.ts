import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { PullReply, TakenPullReply } from '../../../domain/wire/sync.ts';

const anything = fc.oneof(
  fc.constantFrom('put', 'evict', 'tickets', 'calls', 'toString', '', newId(), newId().toUpperCase()),
  fc.jsonValue({ maxDepth: 1 }),
);
const row = fc.oneof(anything, fc.record({ id: anything, scope: anything, subject: anything }, { requiredKeys: [] }));
const change = fc.oneof(
  anything,
  fc.record({ op: anything, table: anything, row, id: anything, scope: anything }, { requiredKeys: [] }),
  fc.record({
    op: fc.constantFrom('put', 'evict'),
    table: fc.constantFrom('tickets', 'calls', 'of another version'),
    row: fc.oneof({ weight: 4, arbitrary: fc.record({ id: fc.uuid(), scope: fc.uuid(), subject: anything }) }, row),
    id: fc.oneof({ weight: 4, arbitrary: fc.uuid() }, anything),
    scope: fc.uuid(),
  }),
);

/** What the schema of the protocol lets pass, with the fields that it knows of a change. */
function asTheSchemaSays(reply: unknown): unknown {
  const parsed = PullReply.safeParse(reply);
  return parsed.success ? parsed.data.changes.map(routed) : null;
}

function routed(each: PullReply['changes'][number]): unknown {
  const { op, table } = each;
  return op === 'put' ? { op, table, row: each.row } : { op, table, id: each.id, scope: each.scope };
}

it('who takes the rows over lets pass what the protocol lets pass, and the same of it', () => {
  let passed = 0;
  fc.assert(
    fc.property(fc.oneof(anything, fc.array(change, { maxLength: 3 })), (changes) => {
      const cursor = { epoch: newId(), scopes: {} };
      const reply = { resetScopes: [], changes, cursor, lastSeq: 0, results: [], more: false };
      const taken = TakenPullReply.safeParse(reply);
      if (taken.success) passed++;
      expect(taken.success ? taken.data.changes.map(routed) : null).toEqual(asTheSchemaSays(reply));
    }),
    { numRuns: 3000 },
  );
  expect(passed).toBeGreaterThan(300);
});

it('hands the rows on as they came, not copies of them', () => {
  const put = { op: 'put', table: 'tickets', row: { id: newId(), scope: newId() } };
  const cursor = { epoch: newId(), scopes: {} };
  const reply = { resetScopes: [], changes: [put], cursor, lastSeq: 0, results: [], more: false };
  expect(TakenPullReply.parse(reply).changes[0]).toBe(put);
});

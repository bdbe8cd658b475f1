import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { linesType, readPullReply } from '../../../domain/wire/pull-lines.ts';
import { PullReply, type Change } from '../../../domain/wire/sync.ts';
import { inLines } from '../../../server/sync/in-lines.ts';

const rest = { resetScopes: [], cursor: { epoch: newId(), scopes: {} }, lastSeq: 3, results: [], more: true };

const change: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({
    op: fc.constant('put'),
    table: fc.constantFrom('tickets', 'contacts'),
    row: fc.record({ id: fc.uuid(), scope: fc.uuid(), subject: fc.string({ unit: 'binary' }) }),
  }),
  fc.record({ op: fc.constant('evict'), table: fc.constant('calls'), id: fc.uuid(), scope: fc.uuid() }),
  fc.record({ op: fc.constantFrom('put', 'of a later version'), table: fc.constant('of a later version') }),
);

/** Shorter lists than a line, and longer ones. */
const changes = fc
  .tuple(fc.array(change, { maxLength: 20 }), fc.constantFrom(1, 40))
  .map(([list, times]) => Array.from({ length: times }, () => list).flat());

function lined(list: readonly unknown[]): Buffer {
  return inLines(
    list.map((each) => JSON.stringify(each)),
    rest,
  );
}

function taken(body: Uint8Array): readonly Change[] {
  return [...readPullReply(`${linesType}; charset=utf-8`, body).changes];
}

it('reads in lines what the same reply says as one object', () => {
  fc.assert(
    fc.property(changes, (list) => {
      const page = readPullReply(linesType, lined(list));
      const same = PullReply.parse({ ...rest, changes: JSON.parse(JSON.stringify(list)) as unknown });
      expect([...page.changes]).toEqual(same.changes);
      expect(page.changes.length).toBe(list.length);
      expect(page).toMatchObject({ lastSeq: 3, more: true, cursor: rest.cursor });
      const whole = new TextEncoder().encode(JSON.stringify({ ...rest, changes: list }));
      expect([...readPullReply('application/json', whole).changes]).toEqual(same.changes);
    }),
  );
});

it('takes nothing of a reply that was cut short', () => {
  const list = Array.from({ length: 600 }, () => ({ op: 'evict', table: 'calls', id: newId(), scope: newId() }));
  const body = lined(list);
  expect(taken(body)).toHaveLength(600);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: body.length - 1 }), (length) => {
      expect(() => taken(body.subarray(0, length))).toThrow('SERVER_REPLY_MALFORMED');
    }),
  );
});

const put = JSON.stringify({ op: 'put', table: 'tickets', row: { id: newId(), scope: newId() } });

it.each([
  ['a line that is no JSON', [`[${put}\n`], {}],
  ['a line that is no list', [`${put}\n`], {}],
  ['something that is no change', [`[{"op":"put","table":"tickets","row":{"id":"7"}}]\n`], {}],
  ['fewer changes than it says', [`[${put}]\n`], { count: 2 }],
  ['more changes than it says', [`[${put},${put}]\n`], {}],
  ['lines of another length', [`[${put}]\n`], { lines: [7] }],
  ['an end that is none', [`[${put}]\n`], { more: 'perhaps' }],
] as const)('refuses %s', (_what, lines, said) => {
  const last = { ...rest, count: 1, lines: lines.map((line) => line.length), ...said };
  const body = new TextEncoder().encode(lines.join('') + JSON.stringify(last));
  expect(() => taken(body)).toThrow('SERVER_REPLY_MALFORMED');
});

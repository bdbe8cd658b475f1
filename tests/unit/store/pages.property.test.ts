import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import type { Row } from '../../../domain/tables.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { Change } from '../../../domain/wire/sync.ts';
import { Database } from '../../../renderer/store/database/database.ts';
import { Replica } from '../../../renderer/store/replica.ts';
import { Page } from '../../../renderer/store/rows/pages.ts';
import { aTeam, aTicket, anAgent } from './support/desk.ts';
import { noJournal } from './support/memory-journal.ts';
import { TestPlatform } from './support/test-platform.ts';

const teams = [aTeam('N1'), aTeam('N2')] as const;
const agent = anAgent('Anne', teams);
const epoch = newId();
const ids: readonly Id[] = Array.from({ length: 1000 }, () => newId());

/** How one page of a pull changes the tickets from `from` on. */
type Step =
  | { type: 'put'; team: 0 | 1; from: number; count: number; subject: string; times: number }
  | { type: 'evict'; team: 0 | 1; from: number; count: number }
  | { type: 'lose-scope'; team: 0 | 1 }
  | { type: 'compact' }
  | { type: 'reopen' };

const team = fc.constantFrom(0 as const, 1 as const);
const range = { from: fc.integer({ min: 0, max: 999 }), count: fc.constantFrom(1, 3, 45, 120, 330, 700) };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('put' as const),
      team,
      ...range,
      subject: fc.string({ maxLength: 12 }),
      // A server says each row once in a page; whoever says it again is understood.
      times: fc.constantFrom(1, 1, 1, 2),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('evict' as const), team, ...range }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('lose-scope' as const), team }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('compact' as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('reopen' as const) }) },
);

async function open(platform: TestPlatform): Promise<[Replica, Database]> {
  const database = new Database(platform, 'pages');
  await database.open();
  const replica = new Replica({
    database,
    journal: noJournal,
    after: () => () => undefined,
    actor: { agentId: agent.id, role: agent.role, teamIds: agent.teamIds },
    now: platform.now,
    onChange: () => undefined,
    onSyncWanted: () => undefined,
    onWarning: (event, detail) => {
      throw new Error(`${event} ${detail}`);
    },
    onIncident: () => undefined,
  });
  await replica.load();
  return [replica, database];
}

async function pull(replica: Replica, changes: Change[], resetScopes: Id[] = []): Promise<void> {
  const scopes = Object.fromEntries(teams.filter(({ id }) => !resetScopes.includes(id)).map(({ id }) => [id, 1]));
  const reply = { resetScopes, changes, cursor: { epoch, scopes }, lastSeq: 0, results: [], more: false };
  expect(await replica.pulled(replica.pullRequest(), reply)).toBe(true);
}

it('answers the same from pages, overlay and holes, before and after compaction and reopening', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const platform = new TestPlatform();
      let [replica, database] = await open(platform);
      const expected = new Map<Id, Ticket>();
      await pull(replica, []);
      for (const action of steps) {
        switch (action.type) {
          case 'put': {
            const changed = ids.slice(action.from, action.from + action.count);
            const rows = Array.from({ length: action.times }, (_, time) =>
              changed.map((id) => aTicket(teams[action.team], { id, subject: `${action.subject}${time}` })),
            ).flat();
            for (const row of rows) expected.set(row.id, row);
            await pull(
              replica,
              rows.map((row) => ({ op: 'put', table: 'tickets', row })),
            );
            break;
          }
          case 'evict': {
            const scope = teams[action.team].id;
            const gone = ids.slice(action.from, action.from + action.count);
            for (const id of gone) expected.delete(id);
            await pull(
              replica,
              gone.map((id) => ({ op: 'evict', table: 'tickets', id, scope })),
            );
            break;
          }
          case 'lose-scope': {
            const scope = teams[action.team].id;
            for (const [id, row] of expected) if (row.scope === scope) expected.delete(id);
            await pull(replica, [], [scope]);
            break;
          }
          case 'compact':
            while (await replica.compact());
            break;
          case 'reopen':
            database.close();
            [replica, database] = await open(platform);
            break;
        }
        const { tickets } = replica.indexes;
        const shown = ids.filter((id) => tickets.isVisible(id));
        expect(shown).toEqual(ids.filter((id) => expected.has(id)));
        const rows: Row[] = await replica.rows.readAll('tickets', shown);
        expect(rows).toEqual(shown.map((id) => expected.get(id)));
        for (const id of shown) {
          expect(tickets.subject[tickets.find(id) ?? -1]).toBe(expected.get(id)?.subject);
        }
      }
      // Compacted, nearly everything lies in pages, and no page is half empty.
      while (await replica.compact());
      expect((await database.all('overlay')).length).toBeLessThan(200);
      const holes = new Map((await database.all('holes')).map(({ page, places }) => [page, places.length]));
      for (const page of await database.all('pages')) {
        expect((holes.get(page.no) ?? 0) * 2).toBeLessThan(new Page(page).size);
      }
      database.close();
    }),
    { numRuns: 40 },
  );
}, 60_000);

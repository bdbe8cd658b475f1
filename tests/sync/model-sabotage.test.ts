import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type * as Ids from '../../domain/ids.ts';
import type * as Define from '../../domain/mutation/define.ts';
import type * as Rebase from '../../renderer/store/outbox/rebase.ts';
import type * as Deltas from '../../renderer/store/sync/delta.ts';
import { plans, type Action } from './simulated/plan.ts';
import { runPlan } from './simulated/run.ts';
import type { Sabotage } from './simulated/world.ts';

vi.mock('../../domain/ids.ts', async (original) => ({
  ...(await original<typeof Ids>()),
  newId: (await import('./simulated/ids.ts')).nextId,
}));

/** Parts of the product itself that a test here replaces by a broken one. */
const broken = vi.hoisted(() => ({ rebase: false, permissions: false, deltas: false }));

vi.mock('../../renderer/store/outbox/rebase.ts', async (original) => {
  const actual = await original<typeof Rebase>();
  const rebase: typeof actual.rebase = async (...args) => (broken.rebase ? new Map() : await actual.rebase(...args));
  return { ...actual, rebase };
});

vi.mock('../../renderer/store/sync/delta.ts', async (original) => {
  const actual = await original<typeof Deltas>();
  const cursorAfter: typeof actual.cursorAfter = (cursor, { epoch, scopes }) => {
    const asIfHere = Object.entries(scopes).map(([scope, span]) => [
      scope,
      { ...span, after: cursor?.scopes[scope] ?? 0 },
    ]);
    const delta = { epoch, scopes: broken.deltas ? (Object.fromEntries(asIfHere) as typeof scopes) : scopes };
    return actual.cursorAfter(cursor, delta);
  };
  return { cursorAfter };
});

vi.mock('../../domain/mutation/define.ts', async (original) => {
  const actual = await original<typeof Define>();
  const requireScope: typeof actual.requireScope = (...args) => {
    if (!broken.permissions) actual.requireScope(...args);
  };
  return { ...actual, requireScope };
});

const sabotages: readonly (readonly [what: string, part: Sabotage | keyof typeof broken])[] = [
  ['rows are read without a lock', 'skip-row-lock'],
  ['versions are given without a lock on the scope', 'skip-scope-lock'],
  ['rows and results are committed apart', 'commit-in-two'],
  ['a push is answered before its commit', 'answer-before-commit'],
  ['numbers are believed without looking at the mutation', 'forget-numbers'],
  ['the desk says "kept" before the disk has it', 'lie-about-disk'],
  ['what is queued is not run again on what arrives', 'rebase'],
  ['permissions are not looked at', 'permissions'],
  ['the news of a poke are taken wherever one stands', 'deltas'],
];

/** A disk that is put back, and an agent who goes on writing before the network is there again. */
const putBack: readonly Action[] = [
  ...notes(3, 80),
  { what: { fault: 'keep-copy', machine: 0 }, steps: 0, wait: 0 },
  ...notes(2, 200),
  { what: { fault: 'cut', machine: 0, silent: false }, steps: 0, wait: 0 },
  { what: { fault: 'old-disk', machine: 0 }, steps: 100, wait: 0 },
  { what: { fault: 'mend', machine: 1 }, steps: 100, wait: 5000 },
  ...notes(5, 60),
];

function notes(count: number, steps: number): Action[] {
  const what = { do: 'note', pick: 0, text: 'Voyant rouge', machine: 0 } as const;
  return Array.from({ length: count }, () => ({ what, steps, wait: 0 }));
}

it.each(sabotages)(
  'is found out when %s',
  async (_what, part) => {
    const isPart = part === 'rebase' || part === 'permissions' || part === 'deltas';
    if (isPart) broken[part] = true;
    try {
      const first = part === 'forget-numbers' ? putBack : [];
      const run = fc.asyncProperty(plans(150), async (plan) => {
        await runPlan({ ...plan, actions: [...first, ...plan.actions] }, isPart ? null : part);
      });
      const { failed } = await fc.check(run, { numRuns: 300, endOnFailure: true, seed: 20_261_126 });
      expect(failed, 'nothing was found').toBe(true);
    } finally {
      if (isPart) broken[part] = false;
    }
  },
  300_000,
);

import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type * as Ids from '../../domain/ids.ts';
import { mutations } from '../../domain/mutation/registry.ts';
import { plans } from './simulated/plan.ts';
import { runPlan } from './simulated/run.ts';

vi.mock('../../domain/ids.ts', async (original) => ({
  ...(await original<typeof Ids>()),
  newId: (await import('./simulated/ids.ts')).nextId,
}));

/** `CASQUE_MODEL_OPERATIONS` and `CASQUE_MODEL_SEED` run more of them, or the same again. Against another PostgreSQL nothing differs. */
const fewer = (process.env['DATABASE_URL'] ?? '') === '' ? 100_000 : 5_000;
const wantedOperations = Number(process.env['CASQUE_MODEL_OPERATIONS'] ?? fewer);
/** The same for everybody who runs the tests: what a change breaks is not left to chance, nor blamed on it. */
const seed = Number(process.env['CASQUE_MODEL_SEED'] ?? 4);

it('keeps every promise over 100,000 operations, whatever is cut, killed, delayed, doubled, wiped or restored', async () => {
  let operations = 0;
  const missing = new Set(Object.keys(mutations));
  await fc.assert(
    fc.asyncProperty(plans(250), async (plan) => {
      // More plans are ready than are needed: how much comes of one differs.
      if (operations >= wantedOperations) return;
      const ran = await runPlan(plan);
      operations += ran.operations;
      for (const name of ran.applied) missing.delete(name);
    }),
    { numRuns: Math.ceil(wantedOperations / 150), seed },
  );
  expect(operations).toBeGreaterThanOrEqual(wantedOperations);
  // In fewer not everything comes about.
  if (wantedOperations >= 100_000) expect([...missing]).toEqual([]);
}, 900_000);

import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type * as Ids from '../../domain/ids.ts';
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
  await fc.assert(
    fc.asyncProperty(plans(250), async (plan) => {
      // More plans are ready than are needed: how much comes of one differs.
      if (operations < wantedOperations) operations += (await runPlan(plan)).operations;
    }),
    { numRuns: Math.ceil(wantedOperations / 150), seed },
  );
  expect(operations).toBeGreaterThanOrEqual(wantedOperations);
}, 900_000);

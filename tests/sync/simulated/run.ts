import { inflict, type Kept } from './faults.ts';
import type { Plan } from './plan.ts';
import { allPromisesHold, wordsAreInSight } from './promises.ts';
import { work } from './work.ts';
import { World, type Sabotage } from './world.ts';

export type Ran = {
  /** Actions of agents and faults, and requests that server nodes began to answer. */
  readonly operations: number;
  readonly steps: number;
  /** Mutations that the server took, by name. */
  readonly applied: ReadonlySet<string>;
};

/** Does what the plan says, mends everything, waits for rest. Throws `Broken` when a promise did not hold. */
export async function runPlan(plan: Plan, sabotage: Sabotage | null = null): Promise<Ran> {
  const world = new World(plan, sabotage);
  const { simulation } = world;
  await world.begin();
  const kept: Kept = { backup: world.database.backup(), copies: new Map() };
  for (const { what, steps, wait } of plan.actions) {
    if (wait > 0) simulation.pass(wait);
    if ('fault' in what) await inflict(world, kept, what);
    else await work(world, world.machines[what.machine]!, what);
    for (let step = 0; step < steps; step += 1) await simulation.step();
    wordsAreInSight(world);
  }
  world.heal();
  await world.rest();
  await allPromisesHold(world);
  const operations = plan.actions.length + world.requests;
  return { operations, steps: simulation.steps, applied: new Set(appliedIn(world)) };
}

function* appliedIn({ database }: World): Iterable<string> {
  for (const { mutations, results } of database.commits) {
    const taken = new Set(results.filter(({ outcome }) => outcome === 'applied').map(({ id }) => id));
    for (const { id, name } of mutations) if (taken.has(id)) yield name;
  }
}

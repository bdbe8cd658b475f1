import fc from 'fast-check';
import type { Weather } from './network.ts';

export const agentCount = 4;
/** Machines: one for each agent, and a second one of the first. */
export const machineCount = agentCount + 1;
export const nodeCount = 3;

/** What an agent does. `pick` chooses among what is on the agent's screen then. */
export type Work =
  | { readonly do: 'note' | 'draft'; readonly pick: number; readonly text: string }
  | { readonly do: 'email' | 'chat'; readonly pick: number; readonly text: string }
  | { readonly do: 'score'; readonly pick: number; readonly score: number }
  | { readonly do: 'subject'; readonly pick: number; readonly text: string }
  | { readonly do: 'state'; readonly pick: number; readonly to: 'open' | 'pending' | 'solved' }
  | { readonly do: 'create'; readonly pick: number; readonly text: string }
  | { readonly do: 'call' | 'link' | 'contact' | 'correct' | 'rate'; readonly pick: number }
  | { readonly do: 'write-procedure'; readonly pick: number; readonly text: string }
  | { readonly do: 'procedure' | 'follow' | 'solve-children'; readonly pick: number }
  | {
      readonly do: 'canned' | 'organisation' | 'equip' | 'after-call' | 'missed';
      readonly pick: number;
      readonly text: string;
    }
  | { readonly do: 'relate' | 'unrelate'; readonly pick: number; readonly into: number }
  | { readonly do: 'ask' | 'answer' | 'withdraw'; readonly pick: number; readonly other: number }
  | { readonly do: 'promise' | 'move' | 'end'; readonly pick: number; readonly hour: number }
  | { readonly do: 'merge'; readonly pick: number; readonly into: number }
  | { readonly do: 'hand-over'; readonly pick: number; readonly team: number; readonly follow: boolean }
  | { readonly do: 'delete' | 'undelete'; readonly pick: number };

export type Fault =
  | { readonly fault: 'kill'; readonly machine: number }
  | { readonly fault: 'cut'; readonly machine: number; readonly silent: boolean }
  | { readonly fault: 'mend'; readonly machine: number }
  | { readonly fault: 'clock'; readonly machine: number; readonly hours: number }
  | { readonly fault: 'full-disk'; readonly machine: number }
  | { readonly fault: 'wipe' | 'keep-copy' | 'old-disk' | 'old-machine'; readonly machine: number }
  | { readonly fault: 'end-session'; readonly machine: number }
  | { readonly fault: 'kill-node'; readonly node: number }
  | { readonly fault: 'restart-database' | 'backup' | 'restore' }
  | { readonly fault: 'teams'; readonly agent: number; readonly teams: readonly number[] }
  | { readonly fault: 'move-ticket'; readonly pick: number; readonly team: number }
  | { readonly fault: 'forge'; readonly agent: number; readonly pick: number };

export type Action = {
  readonly what: (Work & { readonly machine: number }) | Fault;
  /** Turns that everybody takes before the next action. */
  readonly steps: number;
  /** Milliseconds that go by first. */
  readonly wait: number;
};

export type Plan = {
  /** Of everything that is not in the plan: whose turn it is, what gets lost. */
  readonly seed: number;
  readonly pageRows: number;
  readonly weather: Weather;
  readonly actions: readonly Action[];
};

const index = (count: number) => fc.integer({ min: 0, max: count - 1 });
const machine = index(machineCount);
const pick = fc.integer({ min: 0, max: 1000 });
const text = fc.constantFrom('Voyant rouge', 'Reboot fait', 'Été à Brest', 'Rappeler demain', 'Ligne coupée');

const work: fc.Arbitrary<Work> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('note' as const), pick, text }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('draft' as const), pick, text }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('email' as const, 'chat'), pick, text }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('score' as const), pick, score: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('subject' as const), pick, text }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('state' as const), pick, to: fc.constantFrom('open', 'pending', 'solved') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('create' as const), pick, text }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('call' as const, 'link', 'contact'), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('correct' as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('canned' as const, 'organisation', 'equip', 'after-call', 'missed'),
      pick,
      text,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('relate' as const, 'unrelate'), pick, into: pick }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('write-procedure' as const), pick, text }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('procedure' as const, 'follow', 'solve-children', 'rate'), pick }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('ask' as const, 'answer', 'withdraw'), pick, other: index(agentCount) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('promise' as const, 'move', 'end'), pick, hour: index(24) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), pick, into: pick }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('hand-over' as const), pick, team: index(2), follow: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'undelete'), pick }) },
);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ fault: fc.constant('kill' as const), machine }) },
  { weight: 4, arbitrary: fc.record({ fault: fc.constant('cut' as const), machine, silent: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ fault: fc.constant('mend' as const), machine }) },
  {
    weight: 2,
    arbitrary: fc.record({ fault: fc.constant('clock' as const), machine, hours: fc.integer({ min: -10, max: 10 }) }),
  },
  { weight: 1, arbitrary: fc.record({ fault: fc.constant('full-disk' as const), machine }) },
  {
    weight: 3,
    arbitrary: fc.record({
      fault: fc.constantFrom('wipe' as const, 'keep-copy', 'old-disk', 'old-machine'),
      machine,
    }),
  },
  { weight: 1, arbitrary: fc.record({ fault: fc.constant('end-session' as const), machine }) },
  { weight: 6, arbitrary: fc.record({ fault: fc.constant('kill-node' as const), node: index(nodeCount) }) },
  {
    weight: 3,
    arbitrary: fc.record({ fault: fc.constantFrom('restart-database' as const, 'backup', 'restore') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      fault: fc.constant('teams' as const),
      agent: index(agentCount),
      teams: fc.constantFrom([0], [1], [0, 1]),
    }),
  },
  { weight: 2, arbitrary: fc.record({ fault: fc.constant('move-ticket' as const), pick, team: index(2) }) },
  { weight: 2, arbitrary: fc.record({ fault: fc.constant('forge' as const), agent: index(agentCount), pick }) },
);

const action: fc.Arbitrary<Action> = fc.record({
  what: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(machine, work).map(([who, what]) => ({ ...what, machine: who })),
    },
    { weight: 1, arbitrary: fault },
  ),
  steps: fc.integer({ min: 0, max: 24 }),
  wait: fc.oneof(
    { weight: 12, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(700, 5000, 65_000) },
  ),
});

const weather: fc.Arbitrary<Weather> = fc.constantFrom(
  { loseRequest: 0, loseAnswer: 0, duplicate: 0, delay: 0, garbage: 0 },
  { loseRequest: 0.05, loseAnswer: 0.1, duplicate: 0.1, delay: 0.05, garbage: 0.01 },
  { loseRequest: 0.2, loseAnswer: 0.3, duplicate: 0.3, delay: 0.2, garbage: 0.02 },
);

/** @param length actions in a plan, at most */
export function plans(length: number): fc.Arbitrary<Plan> {
  return fc.record({
    seed: fc.noShrink(fc.integer()),
    pageRows: fc.constantFrom(3, 11, 2000),
    weather,
    actions: fc.array(action, { minLength: Math.floor(length / 2), maxLength: length, size: 'max' }),
  });
}

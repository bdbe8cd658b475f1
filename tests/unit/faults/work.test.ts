import { expect, test } from 'vitest';
import type { Agent } from '../../faults/agent.ts';
import { createJournal } from '../../faults/journal.ts';
import type { Seen } from '../../faults/seen.ts';
import { perform } from '../../faults/work.ts';

const inCall = (phase: string, words: string): Seen => ({
  ringing: false,
  call: { phase, words },
  subject: null,
  note: null,
  noteKept: false,
  timeline: [],
  state: null,
  priority: null,
  focus: null,
  status: '',
  menu: false,
  other: null,
});

/** Looks at one screen after the other, as long as what is wanted is not there. */
function agentWhoSees(...screens: readonly Seen[]) {
  const pressed: string[] = [];
  const agent = {
    press: (...keys: readonly string[]) => Promise.resolve(void pressed.push(...keys)),
    reach: async (what: string, fits: (seen: Seen) => boolean, act: (seen: Seen) => Promise<void>) => {
      for (const seen of screens) {
        if (fits(seen)) return seen;
        await act(seen);
      }
      throw new Error(what);
    },
  } as Pick<Agent, 'press' | 'reach'> as Agent;
  return { agent, pressed };
}

const round = { number: 1, call: null, before: null, subject: 'F1.', colleague: null, steps: [] };

test('whoever speaks again looks whether they are mute once the call is there again, and not while it only says that it is being had', async () => {
  const { agent, pressed } = agentWhoSees(
    inCall('lost', 'Reconnexion… 2 s'),
    inCall('active', 'En communication, micro coupé'),
    inCall('active', 'En communication'),
  );
  const journal = createJournal(() => undefined);
  await perform({ kind: 'mute', on: false }, { agent, journal, round, customer: null });
  expect(pressed).toEqual(['F6']);
});

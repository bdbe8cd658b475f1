import { describe, expect, test } from 'vitest';
import { faults } from '../../faults/fault-kinds.ts';
import { plan, type Act, type Round } from '../../faults/plan.ts';

function rounds(seed: number, count: number): readonly Round[] {
  const all = plan(seed);
  return Array.from({ length: count }, () => all.next().value);
}

const acts = ({ steps }: Round): readonly Act[] => steps.map(({ act }) => act);
const many = [1, 2, 3, 4, 5].flatMap((seed) => rounds(seed, 100));

describe('the plan of a campaign', () => {
  test('is the same for the same seed, and another one for another', () => {
    expect(rounds(42, 50)).toEqual(rounds(42, 50));
    expect(rounds(42, 50)).not.toEqual(rounds(43, 50));
  });

  test('lets everything that can break break, and keeps from a call what no call can outlive', () => {
    const kinds = new Set(
      many.flatMap(({ before, steps }) => [before, ...steps.map(({ fault }) => fault)]).map((fault) => fault?.kind),
    );
    for (const kind of Object.keys(faults)) expect(kinds).toContain(kind);
    for (const { call, steps } of many) {
      if (call === null) continue;
      for (const { fault } of steps) if (fault !== null) expect(faults[fault.kind].inCall).toBe(true);
    }
  });

  test('leaves no network away while a call is answered', () => {
    for (const round of many) {
      for (const { act, fault } of round.steps) {
        if (act.kind === 'answer' && fault !== null) expect(faults[fault.kind].part).not.toBe('network');
      }
    }
  });

  test('answers a call first and hangs up last, and does neither without one', () => {
    for (const round of many) {
      const kinds = acts(round).map(({ kind }) => kind);
      const inCall = round.call !== null;
      expect(kinds.indexOf('answer')).toBe(inCall ? 0 : -1);
      expect(kinds.indexOf('hangUp')).toBe(inCall ? kinds.length - 1 : -1);
      if (!inCall) expect(kinds.includes('hold') || kinds.includes('mute')).toBe(false);
    }
  });

  test('sends every note that it writes, once, and before it writes the next one', () => {
    for (const round of many) {
      const notes = acts(round).flatMap((act) => (act.kind === 'write' || act.kind === 'send' ? [act] : []));
      notes.forEach(({ kind, text }, index) => {
        expect(kind).toBe(index % 2 === 0 ? 'write' : 'send');
        if (kind === 'send') expect(text).toBe(notes[index - 1]?.text);
      });
      expect(notes.length % 2).toBe(0);
    }
  });

  test('never uses the same words twice in a campaign', () => {
    const words = rounds(7, 200).flatMap((round) => [
      round.subject,
      ...acts(round).flatMap((act) => (act.kind === 'write' ? [act.text] : [])),
    ]);
    expect(new Set(words).size).toBe(words.length);
  });
});

import { describe, expect, it } from 'vitest';
import { holdTime } from '../../../renderer/desk/validation/hold-time.ts';
import { matching, targetKey, targetOfKey, targetsOf } from '../../../renderer/desk/validation/target.ts';
import { verdictText } from '../../../renderer/desk/validation/verdict.ts';
import { demoAgents, demoTeams } from '../../../server/seed/team.ts';

describe('a caller on hold', () => {
  it.each([
    [0, false, 0],
    [59.9, false, 0],
    [60, true, 0],
    [104.9, true, 0],
    [105, true, 1],
    [150, true, 2],
    [600, true, 12],
  ])('after %d s: late %s, reminded %d times', (seconds, late, reminders) => {
    expect(holdTime(seconds, { warning: 60, reminder: 45 })).toEqual({ late, reminders });
  });
});

describe('whom to ask', () => {
  const [lea] = demoAgents;
  const targets = targetsOf(demoAgents, demoTeams, lea?.id ?? '');

  it('begins with the highest level, then the teams, then colleagues; never oneself', () => {
    expect(targets.slice(0, 3).map(({ name }) => name)).toEqual(['Niveau 2', 'N1 Internet', 'N1 Mobile']);
    expect(targets.map(({ name }) => name)).not.toContain('Léa Martin');
    expect(targets).toHaveLength(demoTeams.length + demoAgents.length - 1);
  });

  it('is found by beginnings of a name or a team, without accents', () => {
    expect(matching(targets, 'nico').map(({ name }) => name)).toEqual(['Nicolas Bernard']);
    expect(matching(targets, 'ines').map(({ name }) => name)).toEqual(['Inès Moreau']);
    expect(matching(targets, 'niveau gui').map(({ name }) => name)).toEqual(['Claire Guillou']);
    expect(matching(targets, '')).toEqual(targets);
  });

  it('is remembered, unless they are gone', () => {
    const claire = targets.find(({ name }) => name === 'Claire Guillou');
    expect(claire && targetOfKey(targets, targetKey(claire.asked))).toBe(claire);
    expect(targetOfKey(targets, 'agent:gone')).toBeUndefined();
  });
});

describe('an answer is read as', () => {
  const text = (id: string, values: Readonly<Record<string, string | number>> = {}): string =>
    [id, ...Object.values(values)].join(' ');
  it.each([
    ['yes', null, 'validation.yes'],
    ['no', 'Pas sans test.', 'validation.verdictAnd validation.no Pas sans test.'],
    ['text', 'Voyez avec Marc.', 'Voyez avec Marc.'],
  ] as const)('%s %s', (verdict, answer, expected) => {
    expect(verdictText(verdict, answer, text)).toBe(expected);
  });
});

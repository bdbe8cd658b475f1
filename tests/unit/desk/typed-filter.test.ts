import { describe, expect, it } from 'vitest';
import { merged, noFilter, readTyped, withoutTyped, type Known } from '../../../renderer/desk/search/typed-filter.ts';

const known: Known = {
  teams: [
    { id: 'n1', name: 'N1 Internet' },
    { id: 'n2', name: 'Niveau 2' },
  ],
  agents: [
    { id: 'lea', name: 'Léa Martin' },
    { id: 'karim', name: 'Karim Benali' },
  ],
  tags: ['fibre optique', 'vip'],
  me: 'lea',
  now: new Date(2026, 10, 20, 9, 30).getTime(),
};

const day = (year: number, month: number, date: number): string => new Date(year, month - 1, date).toISOString();

describe('a filter that is typed', () => {
  it.each([
    ['état:résolu', { states: ['solved'] }],
    ['state:solved', { states: ['solved'] }],
    ['etat:nouv état:attente', { states: ['new', 'pending'] }],
    ['équipe:internet', { teamId: 'n1' }],
    ['team:"niveau 2"', { teamId: 'n2' }],
    ['equipe:niveau-2', { teamId: 'n2' }],
    ['agent:moi', { assigneeId: 'lea' }],
    ['à:benali', { assigneeId: 'karim' }],
    ['assigned:nobody', { assigneeId: 'nobody' }],
    ['étiquette:optique', { tag: 'fibre optique' }],
    ['tag:vip', { tag: 'vip' }],
    ['depuis:7j', { since: day(2026, 11, 13) }],
    ['since:2026-11-03', { since: day(2026, 11, 3) }],
    ['depuis:hier', { since: day(2026, 11, 19) }],
    ['avant:3/11', { until: day(2026, 11, 3) }],
    ['before:24/12', { until: day(2025, 12, 24) }],
  ])('%s is read', (typed, filter) => {
    const read = readTyped(`panne ${typed} fibre`, known);
    expect(read.text).toBe('panne fibre');
    expect(merged(noFilter, read.filter)).toEqual({ ...noFilter, ...filter });
  });

  it.each(['état:zzz', 'http://box.example', 'erreur:691', 'équipe:', 'depuis:bientôt', '12:30'])(
    '%s is left as words',
    (typed) => {
      expect(readTyped(typed, known)).toEqual({ text: typed, filter: {} });
    },
  );

  it('wins over what was picked, and goes when another is picked', () => {
    const picked = { ...noFilter, states: ['open'], tag: 'vip' } as const;
    expect(merged(picked, readTyped('état:fermé', known).filter)).toEqual({ ...picked, states: ['closed'] });
    expect(withoutTyped('panne état:fermé tag:"fibre optique" depuis:7j', ['state', 'tag'])).toBe('panne depuis:7j');
  });
});

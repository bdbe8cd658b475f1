import { describe, expect, it } from 'vitest';
import { fold, matchesWords } from '../../../renderer/desk/words/fold.ts';
import { initials } from '../../../renderer/desk/words/initials.ts';
import { languageFor } from '../../../renderer/desk/words/language.ts';
import { dialable, displayNumber, numberToKeep, numbersIn } from '../../../renderer/desk/words/number.ts';
import {
  dayKey,
  formatClock,
  formatDay,
  formatDuration,
  formatTimer,
  formatWhen,
} from '../../../renderer/desk/words/time.ts';

const text = (id: string): string => id;
const local = (...parts: [number, number, number, number?, number?]): string => {
  const [year, month, day, hour = 0, minute = 0] = parts;
  return new Date(year, month - 1, day, hour, minute).toISOString();
};
const noon = new Date(2026, 2, 12, 12, 0).getTime();

describe('times', () => {
  it('run in figures of one width, with hours only when there are some', () => {
    expect([0, 9.9, 133, 3599, 3733].map(formatTimer)).toEqual(['00:00', '00:09', '02:13', '59:59', '1:02:13']);
  });

  it('that have passed are said as people say them', () => {
    expect([0, 45, 60, 192, 3720].map(formatDuration)).toEqual(['0 s', '45 s', '1 min', '3 min 12', '1 h 02']);
  });

  it('are shortest today, and grow with their distance', () => {
    expect(formatWhen(local(2026, 3, 12, 8, 5), noon, 'fr-FR', text)).toBe('08:05');
    expect(formatWhen(local(2026, 3, 11, 23, 59), noon, 'fr-FR', text)).toBe('time.yesterday');
    expect(formatWhen(local(2026, 3, 2, 9), noon, 'fr-FR', text)).toBe('2 mars');
    expect(formatWhen(local(2024, 3, 2, 9), noon, 'fr-FR', text)).toBe('2 mars 2024');
  });

  it('head a day of the timeline', () => {
    expect(formatDay(local(2026, 3, 12, 1), noon, 'fr-FR', text)).toBe('time.todayHeading');
    expect(formatDay(local(2026, 3, 11, 1), noon, 'fr-FR', text)).toBe('time.yesterdayHeading');
    expect(formatDay(local(2026, 3, 3, 1), noon, 'fr-FR', text)).toBe('mardi 3 mars');
    expect(formatDay(local(2026, 3, 3, 1), noon, 'en-GB', text)).toContain('Tuesday');
    expect(dayKey(local(2026, 3, 3, 23, 59))).toBe('2026-03-03');
  });

  it('of the clock have 24 hours in both languages', () => {
    expect(formatClock(local(2026, 3, 3, 0, 7), 'fr-FR')).toBe('00:07');
    expect(formatClock(local(2026, 3, 3, 18, 7), 'en-GB')).toBe('18:07');
  });
});

describe('numbers', () => {
  it('are grouped as the agent’s country reads them, from any notation', () => {
    for (const number of ['0298001234', '+33298001234', '0033298001234', 'sip:+33298001234@pbx']) {
      expect(displayNumber(number, 'FR')).toBe('02 98 00 12 34');
    }
    expect(displayNumber('+442079460958', 'FR')).toBe('+44 20 7946 0958');
    expect(displayNumber('204', 'FR')).toBe('204');
    expect(displayNumber('anonymous', 'FR')).toBeNull();
    expect(displayNumber(null, 'FR')).toBeNull();
  });

  it('are kept in E.164 where they can be', () => {
    expect(numberToKeep('02 98 00 12 34', 'FR')).toBe('+33298001234');
    expect(numberToKeep('204', 'FR')).toBe('204');
    expect(numberToKeep('anonymous', 'FR')).toBeNull();
  });

  it('can be dialled when they are numbers and nothing else', () => {
    expect(dialable('02 98 00 12 34')).toBe('0298001234');
    expect(dialable('+33 (0)2 98 00 12 34')).toBe('+33298001234');
    expect(dialable('tel:+33-2-98-00-12-34')).toBe('+33298001234');
    expect(dialable('*63')).toBe('*63');
    expect(dialable('Roussel')).toBeNull();
    expect(dialable('12 rue de Siam')).toBeNull();
    expect(dialable('')).toBeNull();
  });
});

describe('words', () => {
  it('are found without accents, by their beginnings, in any order', () => {
    expect(fold('Œuvre d’Été')).toBe('oeuvre d ete');
    expect(matchesWords('Répondre décrocher answer', 'rep')).toBe(true);
    expect(matchesWords('Nouveau ticket créer', 'ticket nouv')).toBe(true);
    expect(matchesWords('Nouveau ticket créer', 'ticket brest')).toBe(false);
    expect(matchesWords('Nouveau ticket', '')).toBe(true);
  });

  it('are French where the system is French', () => {
    expect(languageFor('system', 'fr-CA')).toBe('fr');
    expect(languageFor('system', 'de')).toBe('en');
    expect(languageFor('en', 'fr-FR')).toBe('en');
  });

  it('make two letters of a name', () => {
    expect(['Léa Martin', 'Jean-Pierre Le Goff', 'Standard', '', '204'].map(initials)).toEqual([
      'LM',
      'JG',
      'S',
      '',
      '',
    ]);
  });
});

describe('the numbers in what was copied', () => {
  it.each([
    ['02 98 00 12 34', ['+33298001234']],
    ['Rappeler Mme Roussel au 02.98.00.12.34 avant midi', ['+33298001234']],
    ['+33 (0)2 98 00 12 34', ['+33298001234']],
    ['fixe 02 98 00 12 34\nport. 06 12 34 56 78, fixe 0298001234', ['+33298001234', '+33612345678']],
    ['Call +44 20 7946 0958 today', ['+442079460958']],
    [' 204 ', ['204']],
    ['*45', ['*45']],
    ['tel:+33298001234', ['+33298001234']],
    ['sip:204@pbx.example', ['204']],
  ])('%j: %j', (copied, expected) => {
    expect(numbersIn(copied, 'FR')).toEqual(expected);
  });

  it.each(['', '   ', 'Bonjour', '204\n205', '<a href=tel:1>', 'javascript:alert(1)', 'sip:alice@pbx.example'])(
    'there are none in %j',
    (copied) => {
      expect(numbersIn(copied, 'FR')).toEqual([]);
    },
  );

  it('are few, however long the text is', () => {
    const page = Array.from({ length: 50 }, (_, index) => `02 98 00 12 ${10 + index}`).join(', ');
    expect(numbersIn(page, 'FR')).toHaveLength(6);
  });
});

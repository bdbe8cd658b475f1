import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { contactField } from '../../../renderer/desk/refused/contact-fields.ts';
import {
  areNumbers,
  numbersProblem,
  readPersonsNumbers,
  showPersonsNumbers,
} from '../../../renderer/desk/words/typed-numbers.ts';
import { aContact } from '../store/support/desk.ts';

const text = (id: string, values?: object): string => [id, JSON.stringify(values ?? {})].join(' ');

describe('the numbers of a person, as they are typed', () => {
  it.each([
    [
      'in any notation, each once',
      '02 98 00 12 34, +33 (0)2.98.00.12.34 ; 0612345678',
      ['+33298001234', '+33612345678'],
    ],
    ['in lines, with nothing between', '0298001234\n\n0612345678,', ['+33298001234', '+33612345678']],
    ['of another country', '+44 20 7946 0018', ['+442079460018']],
    ['none', '  ', []],
  ])('%s', (_what, typed, numbers) => {
    expect(readPersonsNumbers(typed, 'FR')).toEqual({ numbers, unread: [] });
  });

  it('are told when they are none: an extension, words, and the range of an organisation', () => {
    const typed = readPersonsNumbers('02 98 00 12 34, 201, demain, 02 98 00 12 *', 'FR');
    expect(typed).toEqual({ numbers: ['+33298001234'], unread: ['201', 'demain', '02 98 00 12 *'] });
    expect(areNumbers(typed)).toBe(false);
    expect(numbersProblem(typed, text)).toContain('201, demain, 02 98 00 12 *');
  });

  it('are ten at most', () => {
    const typed = (count: number) =>
      readPersonsNumbers(Array.from({ length: count }, (_, place) => `02 61 91 97 ${10 + place}`).join(), 'FR');
    expect(numbersProblem(typed(10), text)).toBeNull();
    expect(numbersProblem(typed(11), text)).toContain('MUTATION_TOO_MANY_NUMBERS');
  });

  it('come back as they are read', () => {
    const numbers = ['+33298001234', '+442079460018'];
    expect(readPersonsNumbers(showPersonsNumbers(numbers, 'FR'), 'FR').numbers).toEqual(numbers);
  });

  it('stand as they were to be where the contact is not on this machine', () => {
    const change = { numbers: { base: ['+33298001234'], value: ['+33612345678'] } };
    const known = { agents: [], teams: [], myTeamIds: [newId()], country: 'FR', text };
    const field = (row: object | null) =>
      contactField('numbers', change.numbers.value, change, { ...known, row: row as never });
    expect(field(null)).toMatchObject({ value: '06 12 34 56 78' });
    expect(field(aContact({ numbers: ['+33298110000'] }))).toMatchObject({ value: '02 98 11 00 00, 06 12 34 56 78' });
  });
});

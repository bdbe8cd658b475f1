import { describe, expect, it } from 'vitest';
import { readNumbers, showNumber } from '../../../renderer/desk/organisation/typed-numbers.ts';

describe('the numbers of an organisation', () => {
  it('are read as people write them, ranges too', () => {
    expect(readNumbers('02 98 00 12 34, +44 20 7946 0000 ; 0298 00 12 *, 02 98 00 12 34', 'FR')).toEqual({
      numbers: ['+33298001234', '+442079460000', '+332980012*'],
      unread: [],
    });
    expect(readNumbers('demain, 12, *', 'FR')).toEqual({ numbers: [], unread: ['demain', '12', '*'] });
  });

  it.each(['02 98 00 12 34', '02 98 00 12 *', '02 98 00 1*'])('are shown as they are typed: %s', (typed) => {
    const [number = ''] = readNumbers(typed, 'FR').numbers;
    expect(readNumbers(showNumber(number, 'FR'), 'FR').numbers).toEqual([number]);
    expect(showNumber(number, 'FR').replace(/\s/g, '')).toBe(typed.replace(/\s/g, ''));
  });
});

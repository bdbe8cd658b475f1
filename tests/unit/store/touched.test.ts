import { describe, expect, it } from 'vitest';
import { Touched } from '../../../renderer/store/touched.ts';
import { aTeam, aTicket } from './support/desk.ts';

const team = aTeam('N1');

function touchedBy(count: number): Touched {
  const touched = new Touched();
  for (let i = 0; i < count; i++) touched.add('tickets', aTicket(team));
  return touched;
}

describe('what a change touched', () => {
  it('is told row by row of a small one', () => {
    expect(touchedBy(400)).toMatchObject({ everything: false, tickets: { size: 400 } });
  });

  it('is everything where it is as large as a page of a first sync, its tables too', () => {
    const touched = touchedBy(4000);
    expect([touched.everything, ...touched.tables]).toEqual([true, 'tickets']);
    touched.add('calls', null);
    expect([...touched.tables]).toEqual(['tickets', 'calls']);
  });
});

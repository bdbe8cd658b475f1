import { describe, expect, it } from 'vitest';
import { ticketsTogether } from '../../../domain/agent/ticket-presence.ts';
import { newId } from '../../../domain/ids.ts';

describe('the tickets that an agent has open at several desks', () => {
  const [first, second] = [newId(), newId()].sort() as [string, string];

  it('are each there once, and written in if they are at one desk', () => {
    const at = (ticketId: string, writing: boolean) => ({ ticketId, writing });
    expect(ticketsTogether([])).toEqual([]);
    for (const all of [
      [at(second, true), at(first, false), at(second, false)],
      [at(second, false), at(second, true), at(first, false)],
    ]) {
      expect(ticketsTogether(all)).toEqual([at(second, true), at(first, false)]);
    }
  });

  it('are a few at most, and those that are written in first', () => {
    const open = Array.from({ length: 40 }, (_, index) => ({ ticketId: newId(), writing: index === 39 }));
    const told = ticketsTogether(open);
    expect(told).toHaveLength(5);
    expect(told[0]).toEqual(open[39]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priorityOf, priorityRank, type Level } from '../../../domain/ticket/priority.ts';
import { canMove, isOpen, nextStates, TicketState } from '../../../domain/ticket/state.ts';

const level = fc.constantFrom<Level[]>(1, 2, 3, 4, 5);
const state = fc.constantFrom(...TicketState.options);

describe('priority', () => {
  test('the corners of the matrix', () => {
    expect(priorityOf(1, 1, false)).toBe(1);
    expect(priorityOf(1, 5, false)).toBe(3);
    expect(priorityOf(5, 1, false)).toBe(3);
    expect(priorityOf(5, 5, false)).toBe(5);
    expect(priorityOf(3, 3, false)).toBe(3);
  });
  test('never weakens when impact or urgency grows, and does not care which is which', () => {
    fc.assert(
      fc.property(level, level, (impact, urgency) => {
        const here = priorityRank(priorityOf(impact, urgency, false));
        expect(priorityRank(priorityOf(urgency, impact, false))).toBe(here);
        if (impact > 1) {
          expect(priorityRank(priorityOf((impact - 1) as Level, urgency, false))).toBeLessThanOrEqual(here);
        }
      }),
    );
  });
  test('a major incident stands above all', () => {
    fc.assert(
      fc.property(level, level, level, level, (i, u, i2, u2) => {
        expect(priorityRank(priorityOf(i, u, true))).toBeLessThan(priorityRank(priorityOf(i2, u2, false)));
      }),
    );
  });
});

describe('states of a ticket', () => {
  test('a closed ticket stays closed', () => {
    expect(nextStates('closed')).toEqual([]);
  });
  test('nothing goes back to new', () => {
    fc.assert(
      fc.property(state, (from) => {
        expect(canMove(from, 'new')).toBe(from === 'new');
      }),
    );
  });
  test('a solved ticket can be opened again, and is not owed to the requester', () => {
    expect(canMove('solved', 'open')).toBe(true);
    expect(isOpen('solved')).toBe(false);
    expect(isOpen('pending')).toBe(true);
  });
});

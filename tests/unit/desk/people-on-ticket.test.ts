import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { comingAndGoing, onTicketWords } from '../../../renderer/desk/ticket/people-on-ticket.ts';
import { textIn } from './text-in.ts';

const french = { text: textIn('fr'), language: 'fr', locale: 'fr-FR' } as const;
const english = { text: textIn('en'), language: 'en', locale: 'en-GB' } as const;

const person = (name: string, writing = false) => ({ agentId: newId(), name, writing });
const [karim, nicolas, marc] = [person('Karim Benali'), person('Nicolas Bernard'), person('Marc Lefèvre')];
const writing = { ...karim, writing: true };

describe('who else is on a ticket', () => {
  it('is said by name, who writes apart', () => {
    expect(onTicketWords([], french)).toEqual({ writing: null, there: null });
    expect(onTicketWords([karim], french).there).toBe('Karim Benali est aussi sur ce ticket');
    expect(onTicketWords([writing, nicolas], french)).toEqual({
      writing: 'Karim Benali écrit dans ce ticket',
      there: 'Nicolas Bernard est aussi sur ce ticket',
    });
    expect(onTicketWords([karim, nicolas], french).there).toBe(
      'Karim Benali et Nicolas Bernard sont aussi sur ce ticket',
    );
    expect(onTicketWords([karim, nicolas, marc], french).there).toBe(
      'Karim Benali et 2 autres sont aussi sur ce ticket',
    );
  });

  it('is said in English', () => {
    expect(onTicketWords([writing], english).writing).toBe('Karim Benali is writing in this ticket');
    expect(onTicketWords([karim, nicolas], english).there).toBe(
      'Karim Benali and Nicolas Bernard are on this ticket too',
    );
    expect(onTicketWords([karim, nicolas, marc], english).there).toBe(
      'Karim Benali and 2 others are on this ticket too',
    );
  });

  it('is told to who does not look when somebody comes or goes, and not when they write', () => {
    expect(comingAndGoing([], [karim], french)).toBe('Karim Benali est aussi sur ce ticket');
    expect(comingAndGoing([karim], [writing], french)).toBeNull();
    expect(comingAndGoing([writing], [karim, nicolas], french)).toBe('Nicolas Bernard est aussi sur ce ticket');
    expect(comingAndGoing([karim, nicolas], [marc], french)).toBe(
      'Marc Lefèvre est aussi sur ce ticket. Karim Benali et Nicolas Bernard ne sont plus sur ce ticket',
    );
    expect(comingAndGoing([karim], [], english)).toBe('Karim Benali is no longer on this ticket');
    expect(comingAndGoing([karim], [karim], english)).toBeNull();
  });
});

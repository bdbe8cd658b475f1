import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { comingAndGoing, onTicketWords } from '../../../renderer/desk/ticket/people-on-ticket.ts';
import type { PersonOnTicket } from '../../../renderer/store/contract.ts';
import type { Words } from '../../../renderer/desk/words/use-text.ts';
import { textIn } from './text-in.ts';

const french = { text: textIn('fr'), language: 'fr', locale: 'fr-FR' } as const;
const english = { text: textIn('en'), language: 'en', locale: 'en-GB' } as const;

const person = (name: string, writing = false) => ({ agentId: newId(), name, writing });
const [karim, nicolas, marc] = [person('Karim Benali'), person('Nicolas Bernard'), person('Marc Lefèvre')];
const writing = { ...karim, writing: true };

describe('who else is on a ticket', () => {
  const said = (people: readonly PersonOnTicket[], words: Words) =>
    onTicketWords(people, words).map(({ kind, shown, whole }) => [kind, shown, whole]);

  it('is said by name, who writes apart and first', () => {
    expect(said([], french)).toEqual([]);
    expect(said([nicolas, writing], french)).toEqual([
      ['writing', 'Karim Benali écrit ici', 'Karim Benali écrit dans ce ticket'],
      ['there', 'Nicolas Bernard est aussi ici', 'Nicolas Bernard est aussi sur ce ticket'],
    ]);
    expect(said([writing], english)).toEqual([
      ['writing', 'Karim Benali is writing here', 'Karim Benali is writing in this ticket'],
    ]);
  });

  it('is two by name, and of more the first', () => {
    const shown = (people: readonly PersonOnTicket[], words: Words) => onTicketWords(people, words)[0]?.shown;
    expect(shown([karim, nicolas], french)).toBe('Karim Benali et Nicolas Bernard sont aussi ici');
    expect(shown([karim, nicolas, marc], french)).toBe('Karim Benali et 2 autres sont aussi ici');
    expect(shown([karim, nicolas], english)).toBe('Karim Benali and Nicolas Bernard are here too');
    expect(shown([karim, nicolas, marc], english)).toBe('Karim Benali and 2 others are here too');
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

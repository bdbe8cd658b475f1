import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { abbreviatedAt } from '../../../renderer/desk/texts/abbreviation.ts';
import { fillIn } from '../../../renderer/desk/texts/fill-in.ts';
import type { TextView } from '../../../renderer/store/contract.ts';

const known = { client: 'Annick Roussel', ticket: '#1042', agent: 'Léa Martin' };

describe('a canned text', () => {
  it('has the words of the case', () => {
    expect(fillIn('{client} : ticket {ticket}. {Agent}', known)).toEqual({
      text: 'Annick Roussel : ticket #1042. Léa Martin',
      gap: null,
    });
  });

  it('leaves the first place that nobody knows to be typed over', () => {
    const { text, gap } = fillIn('{client}, le {jour} entre {créneau}', { ...known, client: null });
    expect(text).toBe('{client}, le {jour} entre {créneau}');
    expect(text.slice(...(gap ?? []))).toBe('{client}');
    const second = fillIn('{client}, le {jour}', known);
    expect(second.text.slice(...(second.gap ?? []))).toBe('{jour}');
  });

  it('may hold braces that mean nothing, and a name with dollar signs', () => {
    expect(fillIn('{} { a\nb }', known)).toEqual({ text: '{} { a\nb }', gap: null });
    expect(fillIn('{client}', { ...known, client: '$& $1' }).text).toBe('$& $1');
  });
});

function view(abbreviation: string | null, own: boolean): TextView {
  const text = { id: newId(), scope: newId(), title: 'Accueil', text: 'Bonjour', abbreviation, removed: false };
  return { text, own, teamName: own ? '' : 'N1', delivery: 'confirmed' };
}

describe('an abbreviation', () => {
  const [team, own, accents] = [view('bonjour', false), view('bonjour', true), view('clôture', false)];
  const texts = [view(null, true), team, own, accents];

  it('is the word after a semicolon before the caret, one’s own first, whatever its accents and capitals', () => {
    expect(abbreviatedAt('Vu.\n;Bonjour', 12, texts)).toEqual({ view: own, start: 4 });
    expect(abbreviatedAt(';cloture et la suite', 8, texts)).toEqual({ view: accents, start: 0 });
    expect(abbreviatedAt(`${'x'.repeat(500)} ;bonjour`, 509, [team])).toEqual({ view: team, start: 501 });
  });

  it.each(['bonjour', 'mot;bonjour', '; bonjour', ';bonsoir', ';bonjour ', ''])('is not "%s"', (written) => {
    expect(abbreviatedAt(written, written.length, texts)).toBeNull();
  });
});

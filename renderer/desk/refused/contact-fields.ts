import { mergeNumbers } from '../../../domain/contact/numbers.ts';
import { readPersonsNumbers, showPersonsNumbers } from '../words/typed-numbers.ts';
import { line, list, said, type Around, type Bases, type CorrectionField } from './correction.ts';

/** What the correction of a contact asks of one field of it; null: it has no such field. */
export function contactField(field: string, value: unknown, bases: Bases, around: Around): CorrectionField | null {
  switch (field) {
    case 'name':
      return line('name', 'contact.name', value, 120, true);
    case 'organisation':
      return line('organisation', 'contact.organisation', value, 120);
    case 'town':
      return line('town', 'contact.town', value, 80);
    case 'email':
      return line('email', 'contact.email', value, 254);
    case 'customerNumber':
      return line('customerNumber', 'contact.customerNumberField', value, 32);
    case 'note':
      return { kind: 'lines', name: 'note', label: 'contact.note', value: said(value), most: 2000, required: false };
    case 'numbers': {
      // What there would be of both, for the agent to say what of it stays.
      const wanted = { base: list(bases['numbers']?.base), value: list(value) };
      const there = around.row === null ? wanted.base : list(around.row['numbers']);
      return numbersLine(mergeNumbers(there, wanted), around);
    }
    default:
      return null;
  }
}

export function numbersLine(numbers: readonly string[], { country }: Around): CorrectionField {
  const value = showPersonsNumbers(numbers, country);
  return { kind: 'numbers', name: 'numbers', label: 'contact.numbers', value };
}

/** What the contact would get. */
export function contactValue(field: string, typed: string, country: string): unknown {
  if (field === 'numbers') return readPersonsNumbers(typed, country).numbers;
  return field === 'name' ? typed : typed.trim() || null;
}

import type { CountryCode } from 'libphonenumber-js';
import { organisationScope } from '../../domain/row.ts';
import { toE164 } from '../../domain/phone-number/phone-number.ts';
import { importedId, type Made } from './import.ts';
import type { SourceRecord } from './read-records.ts';

export const contactColumns = ['key', 'name', 'organisation', 'town', 'email', 'numbers', 'customerNumber', 'note'];

/** `key` is what the record is known by where it comes from; without it the customer number is. Numbers are separated by `|`, in any notation. */
export function contactOf(country: CountryCode): (record: SourceRecord) => Made {
  return ({ fields }) => {
    const text = (name: string) => fields[name] || null;
    const key = text('key') ?? text('customerNumber');
    if (key === null) return { problem: 'needs a key or a customerNumber' };
    if (text('name') === null) return { problem: 'needs a name' };
    const numbers: string[] = [];
    for (const written of (fields['numbers'] ?? '').split('|').filter((each) => each.trim() !== '')) {
      const e164 = toE164(written, country);
      if (e164 === undefined) return { problem: `"${written.trim()}" is no telephone number` };
      numbers.push(e164);
    }
    const row = {
      id: importedId('contact', key),
      scope: organisationScope,
      name: text('name') ?? '',
      organisation: text('organisation'),
      town: text('town'),
      email: text('email'),
      numbers: [...new Set(numbers)],
      customerNumber: text('customerNumber'),
      equipment: [],
      note: text('note'),
    };
    return { rows: [{ table: 'contacts', row }] };
  };
}

import type { CountryCode } from 'libphonenumber-js/max';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { Id } from '../../../domain/ids.ts';
import { toE164 } from '../../../domain/phone-number/phone-number.ts';
import { words } from '../rows/fold.ts';
import type { ContactView } from '../contract.ts';
import type { View } from './view.ts';

/** By name, organisation, town, customer number or phone number, in order of name. */
export async function findContacts(view: View, text: string, limit: number): Promise<Contact[]> {
  const { contacts } = view.rows.indexes;
  const matches = contactFilter(view, text);
  const found: number[] = [];
  for (let slot = 0; slot < contacts.end; slot++) {
    if (contacts.visible[slot] === true && matches(slot)) found.push(slot);
  }
  // The folded text begins with the name; comparing it is far faster than a collator on a large directory.
  const first = found
    .sort((a, b) => ((contacts.haystack[a] ?? '') < (contacts.haystack[b] ?? '') ? -1 : 1))
    .slice(0, limit);
  return await view.rows.readAll('contacts', contacts.visibleIds(first));
}

export async function contactView(view: View, id: Id): Promise<ContactView | null> {
  const contact = await view.rows.read('contacts', id);
  return contact === undefined ? null : { contact, delivery: view.rows.delivery('contacts', id) };
}

function contactFilter(view: View, text: string): (slot: number) => boolean {
  const { contacts } = view.rows.indexes;
  const wanted = words(text);
  if (wanted.length === 0) return () => true;
  const digits = numberPart(text, view.country);
  return (slot) => {
    const haystack = contacts.haystack[slot] ?? '';
    if (wanted.every((word) => haystack.includes(word))) return true;
    return digits !== null && (contacts.numbers[slot] ?? []).some((number) => number.includes(digits));
  };
}

/** The digits to look for in E.164 when the text is (the beginning of) a number; null when it is not. */
function numberPart(text: string, country: string): string | null {
  if (!/^[\d\s+().-]{3,}$/.test(text.trim())) return null;
  const whole = toE164(text, country as CountryCode);
  if (whole !== undefined) return whole;
  // A trunk prefix (00, 0) is not part of E.164: `02 98` is looked for as `298`.
  const digits = text.replace(/\D/g, '').replace(/^0{1,2}/, '');
  return digits.length >= 3 ? digits : null;
}

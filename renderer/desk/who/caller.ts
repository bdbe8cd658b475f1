import type { Contact, Recognition } from '../../../domain/contact/contact.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import type { Text } from '../words/use-text.ts';
import { displayNumber } from '../words/number.ts';

/** Who is at the other end, in words. `sure` is false where a person must choose or find out. */
export type CallerWords = { readonly title: string; readonly number: string | null; readonly sure: boolean };

export type CallerOf = Pick<PhoneCall, 'number' | 'displayName'> & Partial<Pick<PhoneCall, 'direction'>>;

/**
 * `contact` is who the call is linked to, when that is known already. A name that only the network signalled is shown, but
 * it never counts as recognised (anybody can send any name).
 */
export function callerWords(
  call: CallerOf,
  recognition: Recognition | undefined,
  contact: Contact | null,
  country: string,
  text: Text,
): CallerWords {
  const number = displayNumber(call.number, country);
  if (contact !== null) return { title: contact.name, number, sure: true };
  const signalled = meaningfulName(call);
  switch (recognition?.kind) {
    case 'known':
      return { title: recognition.contact.name, number, sure: true };
    case 'several':
      return { title: text('caller.several', { count: recognition.contacts.length }), number, sure: false };
    case 'organisation':
      return { title: signalled ?? recognition.name, number, sure: false };
    case 'internal':
      return { title: signalled ?? text('caller.colleague', { extension: recognition.extension }), number, sure: true };
    case 'withheld':
      return { title: text('caller.withheld'), number: null, sure: false };
    case 'unknown':
      // Whom we dialled does not call: the number says it.
      if (call.direction === 'outgoing' && number !== null) return { title: signalled ?? number, number, sure: false };
      return { title: signalled ?? text('caller.unknown'), number, sure: false };
    case undefined:
      return { title: signalled ?? number ?? text('caller.withheld'), number, sure: false };
  }
}

/** The signalled name, unless it only repeats the number. */
export function meaningfulName(call: CallerOf): string | null {
  const name = call.displayName?.trim() ?? '';
  if (name === '' || /^[+\d\s().-]+$/.test(name) || name === call.number) return null;
  return /^anonymous$/i.test(name) ? null : name;
}

/** `Brest · Mairie de Brest`, what is known of where a contact belongs. */
export function contactPlace(contact: Contact): string {
  return [contact.organisation, contact.town].filter((part) => part !== null && part !== '').join(' · ');
}

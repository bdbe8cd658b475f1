import type { CountryCode } from 'libphonenumber-js/max';
import { recogniseCaller, type Contact } from '../../../domain/contact/contact.ts';
import { readCallerNumber } from '../../../domain/phone-number/phone-number.ts';
import type { CallerView, StoreQueries } from '../contract.ts';
import { words } from '../rows/fold.ts';
import { organisationWithNumber } from './organisation.ts';
import { recentCalls } from './calls.ts';
import { openTicketLines } from './tickets.ts';
import type { View } from './view.ts';

const shownCalls = 10;

/** Who calls, what they wait for, and when they called before: from any notation of the number. */
export async function callerView(
  view: View,
  { number, customerNumber = null }: StoreQueries['caller']['argument'],
): Promise<CallerView> {
  const { contacts, tickets, calls } = view.rows.indexes;
  const caller = readCallerNumber(number, view.country as CountryCode);
  const plain = caller.kind === 'public' ? caller.e164 : caller.kind === 'internal' ? caller.extension : null;
  const customers = customerNumber === null ? [] : await withCustomerNumber(view, customerNumber);
  const [customer] = customers;
  if (plain === null && customer === undefined)
    return { recognition: recogniseCaller(caller, () => []), openTickets: [], lastCalls: [] };

  const known =
    customer === undefined
      ? await view.rows.readAll('contacts', contacts.visibleIds(contacts.byNumber.get(plain ?? '')))
      : [...customers];
  known.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  const recognition: CallerView['recognition'] =
    customer === undefined
      ? recogniseCaller(caller, () => known)
      : known.length === 1
        ? { kind: 'known', contact: customer }
        : { kind: 'several', contacts: known };
  const organisation =
    recognition.kind === 'unknown' && caller.kind === 'public' ? await organisationWithNumber(view, caller.e164) : null;
  if (organisation !== null) {
    return {
      recognition: { kind: 'organisation', name: organisation.name, contacts: organisation.contacts },
      openTickets: organisation.openTickets,
      lastCalls: await recentCalls(view, calls.byNumber.get(plain ?? ''), shownCalls),
    };
  }
  const contactIds = recognition.kind === 'known' || recognition.kind === 'several' ? known.map(({ id }) => id) : [];
  const ticketSlots = contactIds.flatMap((id) => [...tickets.byContact.get(id)]);
  const callSlots = contactIds.flatMap((id) => [...calls.byContact.get(id)]);
  return {
    recognition,
    openTickets: openTicketLines(view, [...ticketSlots, ...tickets.byCaller.get(plain ?? '')]),
    lastCalls: await recentCalls(view, [...callSlots, ...calls.byNumber.get(plain ?? '')], shownCalls),
  };
}

/** The digests hold the number among the words of a contact; the row itself decides. */
async function withCustomerNumber(view: View, customerNumber: string): Promise<readonly Contact[]> {
  const { contacts } = view.rows.indexes;
  const wanted = words(customerNumber);
  if (wanted.length === 0) return [];
  const found: number[] = [];
  for (let slot = 0; slot < contacts.end; slot++) {
    const haystack = contacts.haystack[slot] ?? '';
    if (contacts.visible[slot] === true && wanted.every((word) => haystack.includes(word))) found.push(slot);
  }
  const rows = await view.rows.readAll('contacts', contacts.visibleIds(found));
  return rows.filter((contact) => contact.customerNumber?.trim().toLowerCase() === customerNumber.trim().toLowerCase());
}

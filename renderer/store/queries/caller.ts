import type { CountryCode } from 'libphonenumber-js/max';
import { recogniseCaller } from '../../../domain/contact/contact.ts';
import { readCallerNumber } from '../../../domain/phone-number/phone-number.ts';
import type { CallerView } from '../contract.ts';
import { recentCalls } from './calls.ts';
import { openTicketLines } from './tickets.ts';
import type { View } from './view.ts';

const shownCalls = 10;

/** Who calls, what they wait for, and when they called before: from any notation of the number. */
export async function callerView(view: View, number: string | null): Promise<CallerView> {
  const { contacts, tickets, calls } = view.rows.indexes;
  const caller = readCallerNumber(number, view.country as CountryCode);
  const plain = caller.kind === 'public' ? caller.e164 : caller.kind === 'internal' ? caller.extension : null;
  if (plain === null) return { recognition: recogniseCaller(caller, () => []), openTickets: [], lastCalls: [] };

  const known = await view.rows.readAll('contacts', contacts.visibleIds(contacts.byNumber.get(plain)));
  known.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  const recognition = recogniseCaller(caller, () => known);
  const contactIds = recognition.kind === 'known' || recognition.kind === 'several' ? known.map(({ id }) => id) : [];
  const ticketSlots = contactIds.flatMap((id) => [...tickets.byContact.get(id)]);
  const callSlots = contactIds.flatMap((id) => [...calls.byContact.get(id)]);
  return {
    recognition,
    openTickets: openTicketLines(view, [...ticketSlots, ...tickets.byCaller.get(plain)]),
    lastCalls: await recentCalls(view, [...callSlots, ...calls.byNumber.get(plain)], shownCalls),
  };
}

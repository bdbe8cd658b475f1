import { numberOrRanges, organisationId, organisationKey } from '../../../domain/organisation/organisation.ts';
import type { OrganisationView } from '../contract.ts';
import { openTicketLines } from './tickets.ts';
import type { View } from './view.ts';

/** People that a caller without a name is chosen from. */
const shownContacts = 50;

export async function organisationView(view: View, name: string): Promise<OrganisationView> {
  const { contacts, tickets } = view.rows.indexes;
  const id = organisationId(name);
  const key = organisationKey(name);
  const slots = key === '' ? [] : contacts.byOrganisation.get(key);
  const ids = contacts.visibleIds(slots);
  const byName = slots.toSorted((a, b) => ((contacts.haystack[a] ?? '') < (contacts.haystack[b] ?? '') ? -1 : 1));
  const mentioned = ids.flatMap((contactId) => [...tickets.byContact.get(contactId)]);
  return {
    organisation: (await view.rows.read('organisations', id)) ?? null,
    delivery: view.rows.delivery('organisations', id),
    contacts: await view.rows.readAll('contacts', contacts.visibleIds(byName.slice(0, shownContacts))),
    contactCount: ids.length,
    openTickets: openTicketLines(view, mentioned),
  };
}

/** Whose number it is, or in whose range it lies; null for nobody's. */
export async function organisationWithNumber(
  view: View,
  e164: string,
): Promise<(Pick<OrganisationView, 'contacts' | 'openTickets'> & { readonly name: string }) | null> {
  const { organisations } = view.rows.indexes;
  for (const number of numberOrRanges(e164)) {
    const [id] = organisations.visibleIds(organisations.byNumber.get(number));
    if (id === undefined) continue;
    const organisation = await view.rows.read('organisations', id);
    if (organisation !== undefined)
      return { name: organisation.name, ...(await organisationView(view, organisation.name)) };
  }
  return null;
}

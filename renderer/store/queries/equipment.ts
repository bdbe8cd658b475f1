import type { Id } from '../../../domain/ids.ts';
import { organisationKey } from '../../../domain/organisation/organisation.ts';
import type { EquipmentView } from '../contract.ts';
import type { View } from './view.ts';

/** Shown of a large organisation. */
const longest = 50;

/** A contact's own, then what their organisation shares, each by name. */
export async function equipmentOf(
  view: View,
  contactId: Id | null,
  organisation: string | null,
): Promise<EquipmentView[]> {
  const { equipment } = view.rows.indexes;
  const key = organisation === null ? '' : organisationKey(organisation);
  const shared = key === '' ? [] : equipment.byOrganisation.get(key);
  const inUse = (slots: readonly number[]): Promise<EquipmentView[]> =>
    read(view, equipment.visibleIds(slots.filter((slot) => equipment.retired[slot] === false)));
  return [
    ...(contactId === null ? [] : await inUse(equipment.byContact.get(contactId))),
    ...(await inUse(shared)),
  ].slice(0, longest);
}

export async function equipmentItem(view: View, id: Id): Promise<EquipmentView | null> {
  return (await read(view, [id]))[0] ?? null;
}

async function read(view: View, ids: readonly Id[]): Promise<EquipmentView[]> {
  const rows = await view.rows.readAll('equipment', ids);
  return rows
    .map((item) => ({ item, delivery: view.rows.delivery('equipment', item.id) }))
    .sort((a, b) => a.item.name.localeCompare(b.item.name, 'fr') || (a.item.id < b.item.id ? -1 : 1));
}

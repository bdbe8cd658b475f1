import { Package } from 'lucide-react';
import type { TicketView } from '../../store/contract.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Menu, type Choice } from '../design/menu.tsx';
import { useTicketChange } from '../ticket/use-ticket-change.ts';
import { useText } from '../words/use-text.ts';
import { equipmentName, kindIcon } from './equipment-words.ts';

/** What the ticket is about, of what its contact works with. */
export default function TicketEquipment({ view }: { readonly view: TicketView }) {
  const text = useText();
  const { ticket, contact } = view;
  const change = useTicketChange(ticket);
  const id = ticket.equipmentId ?? null;
  const named = useStoreQuery('equipmentItem', { id: id ?? '' }, { off: id === null });
  const contactId = contact?.id ?? '';
  const known =
    useStoreQuery('equipment', { contactId, organisation: contact?.organisation ?? null }, { off: contact === null }) ??
    [];
  if (id === null && known.length === 0) return null;
  const name = named == null ? text('equipment.which') : equipmentName(named.item);
  const Icon = named == null ? Package : kindIcon[named.item.kind];
  const choices = known.map(({ item }): Choice => {
    const ItemIcon = kindIcon[item.kind];
    return { id: item.id, label: equipmentName(item), icon: <ItemIcon size={14} />, chosen: item.id === id };
  });
  return (
    <Menu
      label={text('equipment.is', { name })}
      sections={[
        { title: null, choices },
        ...(id === null ? [] : [{ title: null, choices: [{ id: 'none', label: text('equipment.none') }] }]),
      ]}
      onChoose={(chosen) => change.toEquipment(chosen === 'none' ? null : chosen)}
    >
      <Icon size={14} aria-hidden="true" />
      {name}
    </Menu>
  );
}

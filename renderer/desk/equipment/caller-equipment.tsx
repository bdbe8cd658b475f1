import { Monitor } from 'lucide-react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { useStoreQuery } from '../data/use-store-query.ts';

/** What whoever rings works with, in one line. */
export function CallerEquipment({
  contact,
  className,
}: {
  readonly contact: Contact;
  readonly className: string | undefined;
}) {
  const { id, organisation } = contact;
  const items = useStoreQuery('equipment', { contactId: id, organisation }) ?? [];
  const names = [...items.map(({ item }) => item.name), ...contact.equipment.map(({ label }) => label)];
  if (names.length === 0) return null;
  return (
    <p className={className}>
      <Monitor size={14} aria-hidden="true" />
      <span>{names.join(', ')}</span>
    </p>
  );
}

import { Monitor } from 'lucide-react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { useStoreQuery } from '../data/use-store-query.ts';

export type CallerEquipmentProps = {
  /** Null: they are known by their organisation's number alone, and what its people share is theirs. */
  readonly contact: Contact | null;
  readonly organisation: string | null;
  readonly className: string | undefined;
};

/** What whoever rings works with, in one line. */
export function CallerEquipment({ contact, organisation, className }: CallerEquipmentProps) {
  const items = useStoreQuery('equipment', { contactId: contact?.id ?? null, organisation }) ?? [];
  const names = [...items.map(({ item }) => item.name), ...(contact?.equipment ?? []).map(({ label }) => label)];
  if (names.length === 0) return null;
  return (
    <p className={className}>
      <Monitor size={14} aria-hidden="true" />
      <span>{names.join(', ')}</span>
    </p>
  );
}

import { newId } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import type { TestDesk } from './desk.ts';
import { zoe } from './permissions-contacts.ts';
import { everybodys, type MutationRow } from './permissions.ts';

function ofContact(desk: TestDesk) {
  const contact = zoe();
  desk.enqueue('contact.create@1', contact);
  const owner = { kind: 'contact', id: contact.id } as const;
  const words = { kind: 'laptop', name: 'Portable', serial: '', note: '' };
  return { id: newId(), contactId: contact.id, owner, ...words, replaces: null };
}

/** Equipment is everybody's, as the contacts are who have it. */
export const equipmentRows = {
  'equipment.add@1': { expected: everybodys, args: ofContact },
  'equipment.update@1': {
    expected: everybodys,
    args: (owner) => {
      const args = ofContact(owner);
      owner.enqueue('equipment.add@1', args);
      return { id: args.id, changes: { serial: { base: '', value: 'AB 12' } } };
    },
  },
} satisfies Partial<Record<MutationName, MutationRow>>;

import { newId } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { everybodys, type MutationRow } from './permissions.ts';

export const zoe = () => ({
  id: newId(),
  name: 'Zoé',
  organisation: null,
  town: null,
  email: null,
  numbers: [],
  customerNumber: null,
});

/** Contacts are the organisation's: whoever has one on the phone writes down what they say. */
export const contactRows = {
  'contact.create@1': { expected: everybodys, args: zoe },
  'contact.update@1': {
    expected: everybodys,
    args: (owner) => {
      const contact = zoe();
      owner.enqueue('contact.create@1', contact);
      return { id: contact.id, changes: { numbers: { base: [], value: ['+33298001234'] } } };
    },
  },
} satisfies Partial<Record<MutationName, MutationRow>>;

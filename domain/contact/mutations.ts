import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation } from '../mutation/define.ts';
import { applied } from '../mutation/transaction.ts';
import { organisationScope } from '../row.ts';
import { Contact } from './contact.ts';

const fields = Contact.shape;

export const contactCreate = defineMutation({
  args: z.object({
    id: Id,
    name: fields.name,
    organisation: fields.organisation,
    town: fields.town,
    email: fields.email,
    numbers: fields.numbers,
    customerNumber: fields.customerNumber,
  }),
  run: async (tx, args) => {
    if ((await tx.get('contacts', args.id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', args.id);
    await tx.put('contacts', { ...args, scope: organisationScope, equipment: [], note: null });
    return applied;
  },
});

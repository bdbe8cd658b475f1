import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation, requireScope } from '../mutation/define.ts';
import { change, mergeFields } from '../mutation/merge.ts';
import { applied } from '../mutation/transaction.ts';
import { organisationScope } from '../row.ts';
import { Contact } from './contact.ts';
import { mergeNumbers, mostNumbers } from './numbers.ts';
import { requireContact } from './require-contact.ts';

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

/**
 * Each change carries what the agent saw. Numbers that several agents add or take away at once all come to pass; of two values for any
 * other field the first on the server stays.
 */
export const contactUpdate = defineMutation({
  args: z.object({
    id: Id,
    changes: z.object({
      name: z.object({ base: fields.name, value: z.string().trim().min(1).max(120) }).optional(),
      organisation: change(fields.organisation),
      town: change(fields.town),
      email: change(fields.email),
      numbers: change(fields.numbers),
      customerNumber: change(fields.customerNumber),
      note: change(fields.note),
    }),
  }),
  run: async (tx, { id, changes: { numbers, ...changes } }) => {
    const contact = await requireContact(tx, id);
    requireScope(tx.actor, contact.scope);
    const { row, lost } = mergeFields(contact, changes);
    const merged = numbers === undefined ? contact.numbers : [...mergeNumbers(contact.numbers, numbers)];
    if (merged.length > mostNumbers) throw new CodedError('MUTATION_TOO_MANY_NUMBERS', `${merged.length} numbers`);
    await tx.put('contacts', { ...row, numbers: merged });
    return lost.length === 0 ? applied : { outcome: 'conflict', fields: lost.map(({ field }) => field) };
  },
});

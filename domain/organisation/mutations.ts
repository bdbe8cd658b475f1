import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { defineMutation } from '../mutation/define.ts';
import { change, mergeFields } from '../mutation/merge.ts';
import { applied } from '../mutation/transaction.ts';
import { organisationScope } from '../row.ts';
import {
  mostOrganisationNumbers,
  Organisation,
  organisationId,
  organisationKey,
  OrganisationNumber,
} from './organisation.ts';

const numbers = z.array(OrganisationNumber).max(mostOrganisationNumbers).default([]);

/** Numbers that two agents add or take away at once all come to pass; of two notes the first on the server stays. */
export const organisationUpdate = defineMutation({
  args: z.object({
    name: z.string().trim().min(1).max(120),
    add: numbers,
    remove: numbers,
    note: change(Organisation.shape.note),
  }),
  run: async (tx, { name, add, remove, note }) => {
    if (organisationKey(name) === '') throw new CodedError('MUTATION_INVALID', 'a name without a letter');
    const id = organisationId(name);
    const before = (await tx.get('organisations', id)) ?? { id, scope: organisationScope, name, numbers: [], note: '' };
    const { row, lost } = mergeFields(before, { note });
    const kept = [...new Set([...row.numbers, ...add])].filter((number) => !remove.includes(number));
    if (kept.length > mostOrganisationNumbers) throw new CodedError('MUTATION_INVALID', `${kept.length} numbers`);
    await tx.put('organisations', { ...row, numbers: kept });
    return lost.length === 0 ? applied : { outcome: 'conflict', fields: lost.map(({ field }) => field) };
  },
});

import { z } from 'zod';
import { Equipment } from '../contact/contact.ts';
import { requireContact } from '../contact/require-contact.ts';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation, requireRow } from '../mutation/define.ts';
import { change, mergeFields } from '../mutation/merge.ts';
import { applied } from '../mutation/transaction.ts';
import { organisationScope } from '../row.ts';
import { EquipmentItem } from './equipment.ts';

const fields = EquipmentItem.shape;

export const equipmentAdd = defineMutation({
  args: z.object({
    id: Id,
    /** Whose it is; the contact on whose card it was written down. */
    contactId: Id,
    owner: fields.owner,
    kind: fields.kind,
    name: z.string().trim().min(1).max(120),
    serial: z.string().trim().max(80),
    note: z.string().trim().max(2000),
    /** The words on the contact's row that it takes the place of. */
    replaces: Equipment.pick({ kind: true, label: true }).nullable(),
  }),
  run: async (tx, { contactId, replaces, ...item }) => {
    if ((await tx.get('equipment', item.id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', item.id);
    const contact = await requireContact(tx, contactId);
    await tx.put('equipment', { ...item, scope: organisationScope, retired: false });
    if (replaces === null) return applied;
    const at = contact.equipment.findIndex(({ kind, label }) => kind === replaces.kind && label === replaces.label);
    if (at >= 0) await tx.put('contacts', { ...contact, equipment: contact.equipment.toSpliced(at, 1) });
    return applied;
  },
});

/** Each change carries what the agent saw. Of two values for one field the first on the server stays. */
export const equipmentUpdate = defineMutation({
  args: z.object({
    id: Id,
    changes: z.object({
      owner: change(fields.owner),
      kind: change(fields.kind),
      name: change(fields.name),
      serial: change(fields.serial),
      note: change(fields.note),
      retired: change(fields.retired),
    }),
  }),
  run: async (tx, { id, changes }) => {
    const item = requireRow(await tx.get('equipment', id), `equipment ${id}`);
    const owner = changes.owner?.value;
    if (owner?.kind === 'contact') await requireContact(tx, owner.id);
    const { row, lost } = mergeFields(item, changes);
    await tx.put('equipment', row);
    return lost.length === 0 ? applied : { outcome: 'conflict', fields: lost.map(({ field }) => field) };
  },
});

import { describe, expect, test } from 'vitest';
import type { EquipmentItem } from '../../../domain/equipment/equipment.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { organisationKey } from '../../../domain/organisation/organisation.ts';
import { organisationScope } from '../../../domain/row.ts';
import { tables, type Row } from '../../../domain/tables.ts';
import { MemoryTransaction } from './memory-transaction.ts';

async function withContact(): Promise<{ readonly tx: MemoryTransaction; readonly contactId: Id }> {
  const tx = new MemoryTransaction();
  const contactId = newId();
  const rest = { organisation: 'Mairie', town: null, email: null, numbers: [], customerNumber: null, note: null };
  const equipment = [
    { kind: 'Box', label: 'Armor Box 6' },
    { kind: 'PC', label: 'Portable n° 12' },
  ];
  await tx.put('contacts', { id: contactId, scope: organisationScope, name: 'Zoé', ...rest, equipment });
  return { tx, contactId };
}

function laptop(contactId: Id, fields: object = {}) {
  const owner = { kind: 'contact', id: contactId };
  return {
    id: newId(),
    contactId,
    owner,
    kind: 'laptop',
    name: 'Portable',
    serial: '12',
    note: '',
    replaces: null,
    ...fields,
  };
}

const item = (tx: MemoryTransaction, id: Id): EquipmentItem => tx.rows.get(`equipment/${id}`) as EquipmentItem;

describe('equipment', () => {
  test('is written down of nobody who was erased, and given to none of them', async () => {
    const { tx, contactId } = await withContact();
    const kept = laptop(contactId);
    await runMutation(tx, 'equipment.add@1', kept);
    const erasedId = newId();
    const rest = { organisation: null, town: null, email: null, numbers: [], customerNumber: null, note: null };
    const erasedAt = '2026-11-27T09:00:00.000Z';
    await tx.put('contacts', { id: erasedId, scope: organisationScope, name: 'x', ...rest, equipment: [], erasedAt });
    const owner = { base: kept.owner, value: { kind: 'contact', id: erasedId } };
    for (const refused of [
      runMutation(tx, 'equipment.add@1', laptop(erasedId)),
      runMutation(tx, 'equipment.update@1', { id: kept.id, changes: { owner } }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'MUTATION_TARGET_MISSING' });
    expect(item(tx, kept.id).owner).toEqual(kept.owner);
  });

  test('is written down for a contact and fits its table', async () => {
    const { tx, contactId } = await withContact();
    const args = laptop(contactId);
    await runMutation(tx, 'equipment.add@1', args);
    expect(item(tx, args.id)).toMatchObject({ scope: organisationScope, serial: '12', retired: false });
    tables.equipment.parse(item(tx, args.id));
    await expect(runMutation(tx, 'equipment.add@1', args)).rejects.toMatchObject({ code: 'MUTATION_ID_TAKEN' });
    await expect(runMutation(tx, 'equipment.add@1', laptop(newId()))).rejects.toMatchObject({
      code: 'MUTATION_TARGET_MISSING',
    });
  });

  test('takes the place of the words on the contact’s card, and of no others', async () => {
    const { tx, contactId } = await withContact();
    await runMutation(tx, 'equipment.add@1', laptop(contactId, { replaces: { kind: 'PC', label: 'Portable n° 12' } }));
    await runMutation(tx, 'equipment.add@1', laptop(contactId, { replaces: { kind: 'PC', label: 'Portable n° 12' } }));
    const contact = tx.rows.get(`contacts/${contactId}`) as Row<'contacts'>;
    expect(contact.equipment).toEqual([{ kind: 'Box', label: 'Armor Box 6' }]);
  });

  test('that two agents change keeps both fields, and the first of two values', async () => {
    const { tx, contactId } = await withContact();
    const args = laptop(contactId);
    await runMutation(tx, 'equipment.add@1', args);
    const change = (changes: object) => runMutation(tx, 'equipment.update@1', { id: args.id, changes });
    expect(await change({ serial: { base: '12', value: '13' } })).toEqual({ outcome: 'applied' });
    expect(await change({ name: { base: 'Portable', value: 'Dell' } })).toEqual({ outcome: 'applied' });
    expect(await change({ serial: { base: '12', value: '14' } })).toEqual({ outcome: 'conflict', fields: ['serial'] });
    expect(item(tx, args.id)).toMatchObject({ name: 'Dell', serial: '13' });
  });

  test.each([
    ['Mairie de Brest', 'MAIRIE  DE BREST'],
    ['Hôtel-Dieu', 'hotel dieu'],
  ])('of %s is that of %s', (a, b) => expect(organisationKey(a)).toBe(organisationKey(b)));
});

import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../domain/contact/contact.ts';
import { mergeNumbers } from '../../../domain/contact/numbers.ts';
import { newId } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { trashScope } from '../../../domain/row.ts';
import { tables } from '../../../domain/tables.ts';
import { aContact } from '../store/support/desk.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const [home, mobile, work, brest] = ['+33298001234', '+33612345678', '+33298110000', '+33298440000'] as const;
const many = (count: number) => Array.from({ length: count }, (_, place) => `+3326191970${place}`);

function withContact(fields: Partial<Contact> = {}) {
  const tx = new MemoryTransaction();
  const contact = aContact({ name: 'Annick Rousel', numbers: [home], note: 'Sonne longtemps', ...fields });
  tx.rows.set(`contacts/${contact.id}`, contact);
  const change = (changes: object) => runMutation(tx, 'contact.update@1', { id: contact.id, changes });
  return { tx, contact, change, row: () => tables.contacts.parse(tx.rows.get(`contacts/${contact.id}`)) };
}

describe('a contact', () => {
  it('is corrected field by field, and what was not named stays', async () => {
    const { contact, change, row } = withContact({ town: 'Brest', equipment: [{ kind: 'Box', label: 'Armor Box 6' }] });
    const effect = await change({
      name: { base: 'Annick Rousel', value: '  Annick Roussel ' },
      organisation: { base: null, value: 'Mairie de Brest' },
      town: { base: 'Brest', value: null },
      email: { base: null, value: 'annick@example.org' },
      customerNumber: { base: null, value: 'C-1042' },
      numbers: { base: [home], value: [mobile, home] },
      note: { base: 'Sonne longtemps', value: 'Laisser sonner' },
    });
    expect(effect).toEqual({ outcome: 'applied' });
    expect(row()).toEqual({
      ...contact,
      name: 'Annick Roussel',
      organisation: 'Mairie de Brest',
      town: null,
      email: 'annick@example.org',
      customerNumber: 'C-1042',
      numbers: [mobile, home],
      note: 'Laisser sonner',
    });
  });

  it('that two agents correct keeps both fields, and the first of two values; the other is told', async () => {
    const { change, row } = withContact();
    await change({ town: { base: null, value: 'Brest' } });
    expect(await change({ email: { base: null, value: 'a@b.fr' }, town: { base: null, value: 'Brést' } })).toEqual({
      outcome: 'conflict',
      fields: ['town'],
    });
    expect(row()).toMatchObject({ town: 'Brest', email: 'a@b.fr' });
    // Both meant the same.
    expect(await change({ town: { base: null, value: 'Brest' } })).toEqual({ outcome: 'applied' });
  });

  it('has ten numbers at most, whoever added them', async () => {
    const { change, row } = withContact({ numbers: many(9) });
    await change({ numbers: { base: many(9), value: [...many(9), home] } });
    const eleventh = { numbers: { base: many(9), value: [...many(9), mobile] }, town: { base: null, value: 'Brest' } };
    await expect(change(eleventh)).rejects.toMatchObject({ code: 'MUTATION_TOO_MANY_NUMBERS' });
    expect(row()).toMatchObject({ numbers: [...many(9), home], town: null });
  });

  it.each([
    ['no name', { name: { base: 'Annick Rousel', value: '  ' } }],
    ['a name without end', { name: { base: 'Annick Rousel', value: 'x'.repeat(121) } }],
    ['a number as it is written', { numbers: { base: [home], value: ['02 98 00 12 34'] } }],
    ['a note without end', { note: { base: null, value: 'x'.repeat(2001) } }],
    ['a mail address without end', { email: { base: null, value: 'x'.repeat(255) } }],
  ])('cannot be given %s', async (_what, changes) => {
    await expect(withContact().change(changes)).rejects.toMatchObject({ code: 'MUTATION_INVALID' });
  });

  it('that is gone, or was erased, is not written again', async () => {
    const { change, row, contact } = withContact({ name: 'x', numbers: [], erasedAt: '2026-11-20T09:00:00.000Z' });
    const numbers = { base: [], value: [home] };
    await expect(change({ numbers })).rejects.toMatchObject({ code: 'MUTATION_TARGET_MISSING' });
    expect(row()).toEqual(contact);
    const elsewhere = runMutation(new MemoryTransaction(), 'contact.update@1', { id: newId(), changes: { numbers } });
    await expect(elsewhere).rejects.toMatchObject({ code: 'MUTATION_TARGET_MISSING' });
    await expect(withContact({ scope: trashScope }).change({ numbers })).rejects.toMatchObject({
      code: 'MUTATION_TICKET_DELETED',
    });
  });
});

describe('the numbers of a contact', () => {
  it.each([
    ['stand as they were typed while nobody else changes them', [home], [home], [mobile, home], [mobile, home]],
    ['are all there that two agents add', [home, work], [home], [home, mobile], [home, work, mobile]],
    ['are without what one takes away while another adds', [home, work], [home], [mobile], [mobile, work]],
    ['stay away when another agent took them away', [work], [home, work], [home, work, mobile], [work, mobile]],
    ['begin with the one that was put first', [home, work, brest], [home, work], [work, home], [work, home, brest]],
    ['begin with a colleague’s, who was there first', [brest, home], [home], [mobile, home], [brest, home, mobile]],
    ['are each there once', [home, mobile], [home], [home, mobile, mobile], [home, mobile]],
  ])('%s', (_what, current, base, value, expected) => {
    expect(mergeNumbers(current, { base, value })).toEqual(expected);
  });
});

import { describe, expect, test } from 'vitest';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { numberOrRanges, organisationId, type Organisation } from '../../../domain/organisation/organisation.ts';
import { tables } from '../../../domain/tables.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const update = (tx: MemoryTransaction, args: object) => runMutation(tx, 'organisation.update@1', args);

describe('an organisation', () => {
  test('is the same however its contacts write it, and is made when there is something to say of it', async () => {
    const tx = new MemoryTransaction();
    await update(tx, { name: 'Mairie de Brest', add: ['+33298001200'] });
    await update(tx, { name: 'MAIRIE DE BREST', add: ['+33298001*'], note: { base: '', value: 'Demander Yann' } });
    expect(tx.rows.size).toBe(1);
    const row = tx.rows.get(`organisations/${organisationId('mairie de brest')}`) as Organisation;
    expect(tables.organisations.parse(row)).toMatchObject({
      name: 'Mairie de Brest',
      numbers: ['+33298001200', '+33298001*'],
      note: 'Demander Yann',
    });
  });

  test('keeps the numbers that two agents add and take away at once, and the first of two notes', async () => {
    const tx = new MemoryTransaction();
    const name = 'Kerlo SA';
    await update(tx, { name, add: ['+33298001200'], note: { base: '', value: 'a' } });
    await update(tx, { name, add: ['+33298001300'], remove: ['+33298001200'] });
    expect(await update(tx, { name, add: ['+33298001400'], note: { base: '', value: 'b' } })).toEqual({
      outcome: 'conflict',
      fields: ['note'],
    });
    expect(tx.rows.get(`organisations/${organisationId(name)}`)).toMatchObject({
      numbers: ['+33298001300', '+33298001400'],
      note: 'a',
    });
  });

  test('has a name with a letter, and numbers that can be read', async () => {
    const tx = new MemoryTransaction();
    for (const args of [{ name: '--' }, { name: 'A', add: ['0298001200'] }, { name: 'A', add: ['+332*'] }]) {
      await expect(update(tx, args)).rejects.toMatchObject({ code: 'MUTATION_INVALID' });
    }
  });

  test('is looked for by a number and the ranges around it, the closest first', () => {
    expect(numberOrRanges('+33298001234')).toEqual([
      '+33298001234',
      '+3329800123*',
      '+332980012*',
      '+33298001*',
      '+3329800*',
      '+332980*',
    ]);
  });
});

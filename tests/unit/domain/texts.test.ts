import { describe, expect, test } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { organisationScope } from '../../../domain/row.ts';
import { tables } from '../../../domain/tables.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const team = { id: newId(), scope: organisationScope, name: 'N1', level: 1 };

function greeting(teamId: string | null) {
  return { id: newId(), teamId, title: 'Accueil', text: 'Bonjour {client}', abbreviation: 'bonjour' };
}

async function desk(role: 'agent' | 'supervisor'): Promise<MemoryTransaction> {
  const tx = new MemoryTransaction({ role, teamIds: [team.id] });
  await tx.put('teams', team);
  return tx;
}

describe('a canned text', () => {
  test('of one’s own belongs to nobody else', async () => {
    const tx = await desk('agent');
    const args = greeting(null);
    await runMutation(tx, 'text.add@1', args);
    const row = tx.rows.get(`texts/${args.id}`);
    expect(row).toMatchObject({ scope: tx.actor.agentId, removed: false });
    tables.texts.parse(row);
    const changes = { removed: { base: false, value: true } };
    for (const role of ['agent', 'supervisor'] as const) {
      const other = tx.as({ role, teamIds: [team.id] });
      await expect(runMutation(other, 'text.update@1', { id: args.id, changes })).rejects.toMatchObject({
        code: 'MUTATION_FORBIDDEN',
      });
    }
  });

  test('of a team is written by its supervisors', async () => {
    await expect(runMutation(await desk('agent'), 'text.add@1', greeting(team.id))).rejects.toMatchObject({
      code: 'MUTATION_FORBIDDEN',
    });
    const tx = await desk('supervisor');
    const args = greeting(team.id);
    await runMutation(tx, 'text.add@1', args);
    expect(tx.rows.get(`texts/${args.id}`)).toMatchObject({ scope: team.id });
    await expect(runMutation(tx, 'text.add@1', greeting(organisationScope))).rejects.toMatchObject({
      code: 'MUTATION_FORBIDDEN',
    });
  });

  test('that two supervisors change keeps both fields, and the first of two values', async () => {
    const tx = await desk('supervisor');
    const args = greeting(team.id);
    await runMutation(tx, 'text.add@1', args);
    const change = (changes: object) => runMutation(tx, 'text.update@1', { id: args.id, changes });
    expect(await change({ title: { base: 'Accueil', value: 'Bonjour' } })).toEqual({ outcome: 'applied' });
    expect(await change({ abbreviation: { base: 'bonjour', value: null } })).toEqual({ outcome: 'applied' });
    expect(await change({ title: { base: 'Accueil', value: 'Salut' } })).toEqual({
      outcome: 'conflict',
      fields: ['title'],
    });
    expect(tx.rows.get(`texts/${args.id}`)).toMatchObject({ title: 'Bonjour', abbreviation: null });
  });

  test.each(['deux mots', ';bonjour', 'x'.repeat(25), ''])('has no abbreviation like "%s"', async (abbreviation) => {
    const args = { ...greeting(null), abbreviation };
    await expect(runMutation(await desk('agent'), 'text.add@1', args)).rejects.toMatchObject({
      code: 'MUTATION_INVALID',
    });
  });
});

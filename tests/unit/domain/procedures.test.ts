import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { faultOf, procedureVersionId, type ProcedureStep } from '../../../domain/procedure/procedure.ts';
import { progressOf, StepAnswer, type StepMark } from '../../../domain/procedure/progress.ts';
import { organisationScope } from '../../../domain/row.ts';
import { tables, type Row } from '../../../domain/tables.ts';
import { aTeam, aTicket } from '../store/support/desk.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const team = aTeam('N1');

function step(id: string, fields: Partial<ProcedureStep> = {}): ProcedureStep {
  return { id, kind: 'do', text: `Étape ${id}`, say: '', yes: null, no: null, ...fields };
}

const steps = [
  step('a'),
  step('b', { kind: 'question', yes: 'd', no: null }),
  step('c', { kind: 'field' }),
  step('d', { kind: 'question', no: 'end' }),
  step('e'),
];

const mark = (stepId: string, answer: StepAnswer, value: string | null = null): StepMark => ({ stepId, answer, value });

function ways(marks: readonly StepMark[]) {
  const { passed, current, ahead } = progressOf(steps, marks);
  return [passed.map((each) => each.step.id).join(''), current?.id ?? null, ahead.map(({ id }) => id).join('')];
}

describe('the way through a procedure', () => {
  test.each([
    [[], '', 'a', 'bcde'],
    [[mark('a', 'done')], 'a', 'b', 'cde'],
    [[mark('a', 'done'), mark('b', 'no')], 'ab', 'c', 'de'],
    [[mark('a', 'done'), mark('b', 'yes')], 'ab', 'd', 'e'],
    [[mark('a', 'done'), mark('b', 'yes'), mark('d', 'no')], 'abd', null, ''],
    [[mark('a', 'done'), mark('b', 'yes'), mark('d', 'yes'), mark('e', 'done')], 'abde', null, ''],
    // Taken back, and answered otherwise: what was said of the other way is there again when it is gone.
    [[mark('a', 'done'), mark('b', 'yes'), mark('d', 'yes'), mark('b', 'undone')], 'a', 'b', 'cde'],
    [[mark('a', 'done'), mark('b', 'yes'), mark('d', 'yes'), mark('b', 'no')], 'ab', 'c', 'de'],
    // Of a step that is not on the way, or of another version.
    [[mark('c', 'done', '12'), mark('x', 'done')], '', 'a', 'bcde'],
  ] as const)('%j', (marks, passed, current, ahead) => {
    expect(ways(marks)).toEqual([passed, current, ahead]);
  });

  test('has an end, whatever the row and the marks say', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const anyStep = (id: string) =>
      fc
        .record({ target: fc.constantFrom(null, 'end', 'x', ...ids) })
        .map(({ target }) => step(id, { yes: target, no: target }));
    const anyMark = fc.record({
      stepId: fc.constantFrom(...ids, 'x'),
      answer: fc.constantFrom(...StepAnswer.options),
      value: fc.constant(null),
    });
    fc.assert(
      fc.property(fc.tuple(...ids.map(anyStep)), fc.array(anyMark), (row, marks) => {
        const { passed, current, ahead } = progressOf(row, marks);
        expect(passed.length + (current === null ? 0 : 1) + ahead.length).toBeLessThanOrEqual(row.length);
      }),
    );
  });

  test('leads forward only', () => {
    expect(faultOf(steps)).toBeNull();
    expect(faultOf([step('a'), step('a')])).toBe('twice');
    for (const target of ['a', 'b', 'x']) expect(faultOf([step('a'), step('b', { no: target })])).toBe('backward');
  });
});

describe('a procedure', () => {
  async function desk(role: 'agent' | 'supervisor'): Promise<MemoryTransaction> {
    const tx = new MemoryTransaction({ role, teamIds: [team.id] });
    await tx.put('teams', team);
    return tx;
  }
  const written = (procedureId: Id, version: number, fields: object = {}) => ({
    ...{ procedureId, version, teamId: team.id, title: 'Box', steps },
    ...fields,
  });

  test('is written in versions, each of which stays as it was', async () => {
    const tx = await desk('supervisor');
    const id = newId();
    await runMutation(tx, 'procedure.write@1', written(id, 1));
    await runMutation(tx, 'procedure.write@1', written(id, 2, { title: 'Box v2' }));
    await expect(runMutation(tx, 'procedure.write@1', written(id, 2, { title: 'Autre' }))).rejects.toMatchObject({
      code: 'MUTATION_ID_TAKEN',
    });
    await expect(runMutation(tx, 'procedure.write@1', written(id, 4))).rejects.toMatchObject({
      code: 'MUTATION_TARGET_MISSING',
    });
    await expect(runMutation(tx, 'procedure.write@1', written(id, 3, { teamId: null }))).rejects.toMatchObject({
      code: 'MUTATION_FORBIDDEN',
    });
    const [first, second] = [1, 2].map((version) => tx.rows.get(`procedures/${procedureVersionId(id, version)}`));
    expect([first, second]).toMatchObject([
      { title: 'Box', version: 1, scope: team.id },
      { title: 'Box v2', version: 2 },
    ]);
    tables.procedures.parse(second);
  });

  test('is written by supervisors, for a team or for all, and can be followed', async () => {
    const agent = await desk('agent');
    await expect(runMutation(agent, 'procedure.write@1', written(newId(), 1))).rejects.toMatchObject({
      code: 'MUTATION_FORBIDDEN',
    });
    const tx = await desk('supervisor');
    const id = newId();
    await runMutation(tx, 'procedure.write@1', written(id, 1, { teamId: null }));
    expect(tx.rows.get(`procedures/${procedureVersionId(id, 1)}`)).toMatchObject({ scope: organisationScope });
    await expect(
      runMutation(tx, 'procedure.write@1', written(newId(), 1, { steps: [step('a', { yes: 'a' })] })),
    ).rejects.toMatchObject({ code: 'MUTATION_INVALID' });
  });

  test('leaves what was done in the ticket’s timeline, in the words of its version', async () => {
    const writer = await desk('supervisor');
    const procedureId = newId();
    await runMutation(writer, 'procedure.write@1', written(procedureId, 1));
    const tx = writer.as({ role: 'agent', teamIds: [team.id] });
    const ticket = aTicket(team);
    await tx.put('tickets', ticket);
    const versionId = procedureVersionId(procedureId, 1);
    const on = () => ({ ticketId: ticket.id, versionId, entryId: newId() });
    await runMutation(tx, 'procedure.start@1', on());
    const say = (stepId: string, answer: string, value: string | null = null) =>
      runMutation(tx, 'procedure.step@1', { ...on(), stepId, answer, value });
    await say('a', 'done');
    await say('c', 'done', '−19 dBm');
    await say('a', 'undone');
    const entries = [...tx.rows.values()].filter((row) => 'kind' in row) as Row<'entries'>[];
    for (const entry of entries) tables.entries.parse(entry);
    expect(entries).toMatchObject([
      { kind: 'procedure', title: 'Box', version: 1 },
      { kind: 'step', text: 'Étape a', answer: 'done' },
      { kind: 'step', text: 'Étape c', value: '−19 dBm' },
      { kind: 'step', answer: 'undone' },
    ]);
    for (const [stepId, answer] of [
      ['a', 'yes'],
      ['b', 'done'],
      ['c', 'no'],
    ] as const)
      await expect(say(stepId, answer)).rejects.toMatchObject({ code: 'MUTATION_INVALID' });
    await expect(say('x', 'done')).rejects.toMatchObject({ code: 'MUTATION_TARGET_MISSING' });
    const stranger = tx.as({ role: 'agent', teamIds: [] });
    await expect(runMutation(stranger, 'procedure.start@1', on())).rejects.toMatchObject({
      code: 'MUTATION_FORBIDDEN',
    });
  });
});

import { describe, expect, test } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { organisationScope } from '../../../domain/row.ts';
import { tables } from '../../../domain/tables.ts';
import { mirrorId, type Asked, type Validation } from '../../../domain/validation/validation.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const [n1, n2] = [newId(), newId()];
const [lea, nicolas] = [newId(), newId()];

async function organisation(): Promise<MemoryTransaction> {
  const tx = new MemoryTransaction({ agentId: lea, teamIds: [n1] });
  for (const id of [n1, n2]) await tx.put('teams', { id, scope: organisationScope, name: 'x', level: 1 });
  const person = { scope: organisationScope, login: 'x', name: 'x', role: 'agent', extension: null } as const;
  await tx.put('agents', { ...person, id: lea, teamIds: [n1] });
  await tx.put('agents', { ...person, id: nicolas, teamIds: [n2] });
  return tx;
}

function question(asked: Asked, fields: Record<string, unknown> = {}) {
  const about = { callId: null, ticketId: null, contactId: null, callerNumber: null, noteIds: [] };
  return { id: newId(), teamId: n1, asked, question: 'Puis-je échanger la box ?', ...about, ...fields };
}

const validations = (tx: MemoryTransaction): Validation[] =>
  [...tx.rows].filter(([key]) => key.startsWith('validations/')).map(([, row]) => row as Validation);

describe('a question to colleagues', () => {
  test.each([
    ['a colleague of another team', { kind: 'agent', id: nicolas } as const],
    ['another team', { kind: 'team', id: n2 } as const],
  ])('to %s is mirrored for them, and every row fits its table', async (_, asked) => {
    const tx = await organisation();
    const request = question(asked);
    await runMutation(tx, 'validation.ask@1', request);
    expect(validations(tx).map(({ id, scope }) => [id, scope])).toEqual([
      [request.id, n1],
      [mirrorId(request.id), n2],
    ]);
    for (const row of validations(tx)) tables.validations.parse(row);
  });

  test('to the own team has one row', async () => {
    const tx = await organisation();
    await runMutation(tx, 'validation.ask@1', question({ kind: 'team', id: n1 }));
    expect(validations(tx)).toHaveLength(1);
  });

  test.each([
    ['nobody', { kind: 'agent', id: newId() } as const],
    ['a team that does not exist', { kind: 'team', id: newId() } as const],
  ])('to %s is refused', async (_, asked) => {
    const tx = await organisation();
    await expect(runMutation(tx, 'validation.ask@1', question(asked))).rejects.toMatchObject({
      code: 'MUTATION_TARGET_MISSING',
    });
  });

  test('is not answered by silence, nor by who asked it', async () => {
    const tx = await organisation();
    const request = question({ kind: 'team', id: n2 });
    await runMutation(tx, 'validation.ask@1', request);
    const answer = { id: request.id, verdict: 'text', text: '  ' };
    await expect(runMutation(tx, 'validation.answer@1', answer)).rejects.toMatchObject({ code: 'MUTATION_INVALID' });
    const own = tx.as({ agentId: lea, teamIds: [n1, n2] });
    const yes = { id: request.id, verdict: 'yes', text: '' };
    await expect(runMutation(own, 'validation.answer@1', yes)).rejects.toMatchObject({ code: 'MUTATION_FORBIDDEN' });
  });

  test('is answered on a machine that only sees the mirror: the server writes the asker’s row', async () => {
    const tx = await organisation();
    const request = question({ kind: 'agent', id: nicolas });
    await runMutation(tx, 'validation.ask@1', request);
    const there = tx.as({ agentId: nicolas, teamIds: [n2] });
    there.rows.delete(`validations/${request.id}`);
    const answer = { id: mirrorId(request.id), verdict: 'no', text: '' };
    expect(await runMutation(there, 'validation.answer@1', answer)).toEqual({ outcome: 'applied' });
    expect(validations(there)).toMatchObject([{ state: 'answered', verdict: 'no', answeredBy: nicolas }]);
  });

  test('takes along the beginning of a long note, whole characters only', async () => {
    const tx = await organisation();
    const ticketId = newId();
    const levels = { impact: 3, urgency: 3 } as const;
    const nobody = { contactId: null, callerNumber: null, assigneeId: null, tags: [], callId: null };
    await runMutation(tx, 'ticket.create@1', { id: ticketId, teamId: n1, subject: 'x', ...levels, ...nobody });
    const noteId = newId();
    await runMutation(tx, 'note.add@1', { id: noteId, ticketId, text: '📞'.repeat(3000) });
    const request = question({ kind: 'team', id: n2 }, { ticketId, noteIds: [noteId] });
    await runMutation(tx, 'validation.ask@1', request);
    const [, mirror] = validations(tx);
    expect(mirror?.snapshot?.notes[0]?.text).toBe('📞'.repeat(2000));
  });
});

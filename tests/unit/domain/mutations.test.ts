import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { mergeFields } from '../../../domain/mutation/merge.ts';
import { mutations, runMutation } from '../../../domain/mutation/registry.ts';
import { tables } from '../../../domain/tables.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const team = newId();

function newTicket(overrides: Record<string, unknown> = {}) {
  return {
    id: newId(),
    teamId: team,
    subject: 'Box redémarre toutes les dix minutes',
    impact: 3,
    urgency: 2,
    contactId: null,
    callerNumber: '+33261910012',
    assigneeId: null,
    tags: [],
    callId: null,
    ...overrides,
  };
}

function newCall(overrides: Record<string, unknown> = {}) {
  return {
    id: newId(),
    teamId: team,
    direction: 'incoming',
    number: '+33261910012',
    displayName: 'Mme Roussel',
    queue: 'hotline',
    startedAt: '2026-11-20T09:00:00.000Z',
    answeredAt: null,
    endedAt: null,
    outcome: null,
    ...overrides,
  };
}

describe('the work after a call', () => {
  test('is written once, its outcome as often as the agent changes it, and only by whoever had the call', async () => {
    const tx = new MemoryTransaction({ teamIds: [team] });
    const call = newCall();
    await runMutation(tx, 'call.log@1', call);
    await runMutation(tx, 'call.wrapUp@1', { id: call.id, code: 'solved' });
    await runMutation(tx, 'call.wrapUp@1', { id: call.id, seconds: 42 });
    await runMutation(tx, 'call.wrapUp@1', { id: call.id, code: 'followed-up', seconds: 7 });
    // The record of the call, written again, does not undo it.
    await runMutation(tx, 'call.log@1', { ...call, endedAt: '2026-11-20T09:03:05.000Z' });
    expect(await tx.get('calls', call.id)).toMatchObject({ wrapUpCode: 'followed-up', wrapUpSeconds: 42 });
    const colleague = tx.as({ agentId: newId() });
    await expect(runMutation(colleague, 'call.wrapUp@1', { id: call.id, code: null })).rejects.toMatchObject({
      code: 'MUTATION_FORBIDDEN',
    });
  });
});

describe('a ticket opened from a call', () => {
  test('has the call in its timeline, and keeps it when the call ends', async () => {
    const tx = new MemoryTransaction({ teamIds: [team] });
    const call = newCall();
    await runMutation(tx, 'call.log@1', call);
    const ticket = newTicket({ callId: call.id });
    await runMutation(tx, 'ticket.create@1', ticket);
    await runMutation(tx, 'call.log@1', {
      ...call,
      answeredAt: '2026-11-20T09:00:05.000Z',
      endedAt: '2026-11-20T09:03:05.000Z',
      outcome: 'answered',
      passedTo: '+33261910034',
    });
    const kept = { ticketId: ticket.id, outcome: 'answered', passedTo: '+33261910034' };
    expect(await tx.get('calls', call.id)).toMatchObject(kept);
  });

  test('gets the next reference, is new when nobody has it and open when somebody does', async () => {
    const tx = new MemoryTransaction({ teamIds: [team] });
    const [nobodys, mine] = [newTicket(), newTicket({ assigneeId: tx.actor.agentId })];
    await runMutation(tx, 'ticket.create@1', nobodys);
    await runMutation(tx, 'ticket.create@1', mine);
    expect(await tx.get('tickets', nobodys.id)).toMatchObject({ reference: 101, state: 'new' });
    expect(await tx.get('tickets', mine.id)).toMatchObject({ reference: 102, state: 'open' });
  });

  test('every row that a mutation writes fits its table', async () => {
    const tx = new MemoryTransaction({ teamIds: [team] });
    const call = newCall();
    const ticket = newTicket({ callId: call.id });
    await runMutation(tx, 'call.log@1', call);
    await runMutation(tx, 'ticket.create@1', ticket);
    await runMutation(tx, 'note.add@1', { id: newId(), ticketId: ticket.id, text: 'Redémarre depuis hier soir.' });
    await runMutation(tx, 'ticket.setState@1', {
      id: ticket.id,
      entryId: newId(),
      to: 'pending',
      pendingReason: 'requester',
      remindAt: null,
    });
    for (const [key, row] of tx.rows) tables[key.split('/')[0] as keyof typeof tables].parse(row);
    expect(tx.rows.size).toBe(4);
  });
});

describe('rights', () => {
  const other = newId();
  test.each([
    ['ticket.create@1', () => newTicket({ teamId: other })],
    ['call.log@1', () => newCall({ teamId: other })],
  ])('%s outside their teams is refused to an agent', async (name, args) => {
    const tx = new MemoryTransaction({ teamIds: [team] });
    await expect(runMutation(tx, name, args())).rejects.toMatchObject({ code: 'MUTATION_FORBIDDEN' });
  });

  test('a ticket of another team is not to be written on', async () => {
    const theirs = new MemoryTransaction({ teamIds: [other] });
    const ticket = newTicket({ teamId: other });
    await runMutation(theirs, 'ticket.create@1', ticket);
    const ours = theirs.as({ teamIds: [team] });
    const attempts: [string, unknown][] = [
      ['note.add@1', { id: newId(), ticketId: ticket.id, text: 'x' }],
      ['ticket.update@1', { id: ticket.id, entryId: newId(), changes: { subject: { base: 'a', value: 'b' } } }],
      ['ticket.setState@1', { id: ticket.id, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null }],
    ];
    for (const [name, args] of attempts) {
      await expect(runMutation(ours, name, args)).rejects.toMatchObject({ code: 'MUTATION_FORBIDDEN' });
    }
  });

  test("another agent's call is neither rewritten, linked nor rated", async () => {
    const tx = new MemoryTransaction({ teamIds: [team] });
    const call = newCall();
    await runMutation(tx, 'call.log@1', call);
    const colleague = tx.as({ teamIds: [team] });
    await expect(runMutation(colleague, 'call.log@1', call)).rejects.toMatchObject({ code: 'MUTATION_FORBIDDEN' });
    await expect(runMutation(colleague, 'call.link@1', { id: call.id, ticketId: null })).rejects.toMatchObject({
      code: 'MUTATION_FORBIDDEN',
    });
    const quality = {
      level: 'fair',
      mos: 3.8,
      roundTripMs: 180,
      jitterMs: 12.5,
      lossIn: 0.01,
      lossOut: null,
      side: 'ours',
      network: 'wifi',
      seconds: 90,
    };
    await expect(runMutation(colleague, 'call.rate@1', { id: call.id, quality })).rejects.toMatchObject({
      code: 'MUTATION_FORBIDDEN',
    });
    await runMutation(tx, 'call.rate@1', { id: call.id, quality });
    expect(await tx.get('calls', call.id)).toMatchObject({ quality, queue: 'hotline' });
    await expect(runMutation(colleague, 'ticket.create@1', newTicket({ callId: call.id }))).rejects.toMatchObject({
      code: 'MUTATION_FORBIDDEN',
    });
  });
});

describe('refusals', () => {
  test('a mutation that nobody knows, and arguments of any shape, are refused with a code', async () => {
    const tx = new MemoryTransaction({ teamIds: [team] });
    await expect(runMutation(tx, 'ticket.explode@1', {})).rejects.toMatchObject({ code: 'MUTATION_UNKNOWN' });
    await expect(runMutation(tx, 'toString', {})).rejects.toMatchObject({ code: 'MUTATION_UNKNOWN' });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(mutations)), fc.anything(), async (name, args) => {
        await expect(runMutation(tx, name, args)).rejects.toMatchObject({ name: 'CodedError' });
      }),
    );
    expect(tx.rows.size).toBe(0);
  });

  test('the same ticket or note twice is refused by its id', async () => {
    const tx = new MemoryTransaction({ teamIds: [team] });
    const ticket = newTicket();
    await runMutation(tx, 'ticket.create@1', ticket);
    await expect(runMutation(tx, 'ticket.create@1', ticket)).rejects.toMatchObject({ code: 'MUTATION_ID_TAKEN' });
    const note = { id: newId(), ticketId: ticket.id, text: 'Une fois.' };
    await runMutation(tx, 'note.add@1', note);
    await expect(runMutation(tx, 'note.add@1', note)).rejects.toMatchObject({ code: 'MUTATION_ID_TAKEN' });
  });
});

describe('two agents change one ticket', () => {
  test('different fields merge', async () => {
    const tx = new MemoryTransaction({ teamIds: [team] });
    const ticket = newTicket();
    await runMutation(tx, 'ticket.create@1', ticket);
    const change = (changes: object) =>
      runMutation(tx, 'ticket.update@1', { id: ticket.id, entryId: newId(), changes });
    await change({ subject: { base: ticket.subject, value: 'Box en panne' } });
    expect(await change({ urgency: { base: 2, value: 1 } })).toEqual({ outcome: 'applied' });
    expect(await tx.get('tickets', ticket.id)).toMatchObject({ subject: 'Box en panne', urgency: 1 });
  });

  test('on one field the first on the server stays, the other value is kept in the timeline and its author told', async () => {
    const tx = new MemoryTransaction({ teamIds: [team] });
    const ticket = newTicket();
    await runMutation(tx, 'ticket.create@1', ticket);
    const change = (value: string) =>
      runMutation(tx, 'ticket.update@1', {
        id: ticket.id,
        entryId: newId(),
        changes: { subject: { base: ticket.subject, value } },
      });
    await change('Box en panne');
    expect(await change('Panne de la box')).toEqual({ outcome: 'conflict', fields: ['subject'] });
    expect(await tx.get('tickets', ticket.id)).toMatchObject({ subject: 'Box en panne' });
    const lost = [...tx.rows.values()].find((row) => row['kind'] === 'lost-value');
    expect(lost).toMatchObject({ field: 'subject', value: 'Panne de la box' });
  });

  test('no value is ever dropped without being told', () => {
    const row = fc.record({ a: fc.integer(), b: fc.integer() });
    const changeOf = fc.option(fc.record({ base: fc.integer(), value: fc.integer() }), { nil: undefined });
    fc.assert(
      fc.property(row, fc.record({ a: changeOf, b: changeOf }), (current, changes) => {
        const merge = mergeFields(current, changes);
        for (const field of ['a', 'b'] as const) {
          const change = changes[field];
          const lost = merge.lost.some((loss) => loss.field === field);
          if (change === undefined) expect(merge.row[field]).toBe(current[field]);
          else expect(lost ? merge.row[field] === current[field] : merge.row[field] === change.value).toBe(true);
        }
      }),
    );
  });
});

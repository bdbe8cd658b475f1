import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { trashScope } from '../../../domain/row.ts';
import { aTeam, aTicket } from '../store/support/desk.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const n1 = aTeam('N1');

function office() {
  const agent = new MemoryTransaction({ teamIds: [n1.id] });
  const ticket = aTicket(n1, { subject: 'Essai' });
  agent.rows.set(`tickets/${ticket.id}`, ticket);
  return { agent, ticket };
}

const note = (ticketId: string) => ({ id: newId(), ticketId, text: 'Ne pas perdre' });

describe('a ticket that a supervisor deletes', () => {
  it('goes where nobody reads, with what is in it; the reason stands in the audit trail', async () => {
    const { agent, ticket } = office();
    const written = note(ticket.id);
    await runMutation(agent, 'note.add@1', written);
    const args = { id: ticket.id, reason: 'Doublon d’essai' };
    await expect(runMutation(agent, 'ticket.delete@1', args)).rejects.toMatchObject({ code: 'MUTATION_FORBIDDEN' });
    const supervisor = agent.as({ role: 'supervisor', teamIds: [] });
    await runMutation(supervisor, 'ticket.delete@1', args);
    expect(supervisor.rows.get(`tickets/${ticket.id}`)).toMatchObject({ scope: trashScope, deletedFrom: n1.id });
    expect(supervisor.rows.get(`entries/${written.id}`)).toMatchObject({ scope: trashScope, deletedFrom: n1.id });
    expect(supervisor.audited).toEqual([
      { action: 'ticket.delete', subject: ticket.id, detail: { reason: args.reason } },
    ]);
    await expect(runMutation(supervisor, 'ticket.delete@1', { id: ticket.id, reason: ' ' })).rejects.toMatchObject({
      code: 'MUTATION_INVALID',
    });
  });

  it('takes nothing more from anybody, by any way, until it is restored as it was', async () => {
    const { agent, ticket } = office();
    const written = note(ticket.id);
    await runMutation(agent, 'note.add@1', written);
    const before = new Map(agent.rows);
    const supervisor = agent.as({ role: 'supervisor', teamIds: [] });
    await runMutation(supervisor, 'ticket.delete@1', { id: ticket.id, reason: 'Erreur' });
    const state = { id: ticket.id, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null };
    const late: readonly (readonly [string, object])[] = [
      ['note.add@1', note(ticket.id)],
      ['ticket.setState@1', state],
      ['ticket.update@1', { id: ticket.id, entryId: newId(), changes: {} }],
    ];
    for (const who of [supervisor, supervisor.as({ teamIds: [n1.id] })]) {
      for (const [name, args] of late)
        await expect(runMutation(who, name, args)).rejects.toMatchObject({ code: 'MUTATION_TICKET_DELETED' });
    }
    await runMutation(supervisor, 'ticket.restore@1', { id: ticket.id });
    expect(supervisor.rows.get(`entries/${written.id}`)).toEqual(before.get(`entries/${written.id}`));
    const restored = supervisor.rows.get(`tickets/${ticket.id}`);
    expect(restored).toEqual({ ...before.get(`tickets/${ticket.id}`), updatedAt: supervisor.at });
    await runMutation(supervisor.as({ teamIds: [n1.id] }), 'note.add@1', note(ticket.id));
  });
});

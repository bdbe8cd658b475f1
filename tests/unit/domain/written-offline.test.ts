import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { MemoryTransaction } from './memory-transaction.ts';

describe('a note that was written without the server', () => {
  const [lea, karim] = [newId(), newId()];
  const team = newId();
  function at(count: number) {
    const mine = new MemoryTransaction({ agentId: lea, teamIds: [team] });
    const args = { id: newId(), teamId: team, subject: 'Box', impact: 3, urgency: 3, tags: [] };
    const rest = { contactId: null, callerNumber: null, assigneeId: null, callId: null };
    const note = (more: object = {}) => ({ id: newId(), ticketId: args.id, text: 'Écrit sans réseau', ...more });
    const ready = runMutation(mine, 'ticket.create@1', { ...args, ...rest });
    const state = { id: args.id, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null };
    return { mine, note, state, ready, against: { against: count }, ticketId: args.id };
  }
  const colleague = (tx: MemoryTransaction) => tx.as({ agentId: karim, teamIds: [team] });

  it('waits for its author when a colleague has changed the ticket', async () => {
    const { mine, note, state, ready, against } = at(0);
    await ready;
    for (const [name, args] of [['note.add@1', note()] as const, ['ticket.setState@1', state] as const]) {
      const other = colleague(mine);
      await runMutation(other, name, args);
      const again = other.as(mine.actor);
      const refused = runMutation(again, 'note.add@1', note(against));
      await expect(refused).rejects.toMatchObject({ code: 'MUTATION_CHANGED_MEANWHILE' });
      // So does the next one, though its author had written the other before it.
      await runMutation(again, 'note.add@1', note());
      const next = runMutation(again, 'note.add@1', note(against));
      await expect(next).rejects.toMatchObject({ code: 'MUTATION_CHANGED_MEANWHILE' });
    }
  });

  it('goes when only its author has changed it, or when nobody sees a difference', async () => {
    const { mine, note, ready, against, ticketId } = at(0);
    await ready;
    await runMutation(mine, 'note.add@1', note(against));
    await runMutation(mine, 'note.add@1', note(against));
    const other = colleague(mine);
    const changes = { tags: { base: [], value: ['box'] } };
    await runMutation(other, 'ticket.update@1', { id: ticketId, entryId: newId(), changes });
    await runMutation(other.as(mine.actor), 'note.add@1', note(against));
  });
});

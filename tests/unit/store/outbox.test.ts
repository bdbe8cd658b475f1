import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import type { Row } from '../../../domain/tables.ts';
import type { QueuedMutation } from '../../../renderer/store/database/records.ts';
import { settleAcknowledged } from '../../../renderer/store/outbox/acknowledge.ts';
import { rebase, type PendingRow } from '../../../renderer/store/outbox/rebase.ts';
import { nextBatch } from '../../../renderer/store/sync/batch.ts';
import { aTeam, aTicket, anAgent } from './support/desk.ts';

const team = aTeam('N1');
const agent = anAgent('Anne', [team]);
const actor = { agentId: agent.id, role: agent.role, teamIds: agent.teamIds };
const ticket = aTicket(team);

function queued(seq: number, name: MutationName, args: unknown): QueuedMutation {
  return { id: newId(), seq, name, args, at: '2026-11-20T09:00:00.000Z' };
}

function note(seq: number, text: string): QueuedMutation {
  return queued(seq, 'note.add@1', { id: newId(), ticketId: ticket.id, text });
}

function over(queue: readonly QueuedMutation[], base: readonly Row[] = [ticket]): Promise<Map<string, PendingRow>> {
  return rebase(queue, actor, {
    read: (_table, id) => Promise.resolve(base.find((row) => row.id === id)),
    nearTicket: () => [],
  });
}

describe('the queue on top of what the server sent', () => {
  it('knows every mutation that wrote a row', async () => {
    const [first, second] = [note(1, 'un'), note(2, 'deux')];
    const pending = await over([first, second]);
    expect(pending.get(`tickets/${ticket.id}`)?.by).toEqual([first.id, second.id]);
    expect(pending.size).toBe(3);
  });

  it('leaves out what no longer runs, whole, and keeps the rest', async () => {
    const gone = queued(1, 'note.add@1', { id: newId(), ticketId: newId(), text: 'nulle part' });
    const pending = await over([gone, note(2, 'ici')]);
    expect([...pending.values()].flatMap(({ by }) => by)).not.toContain(gone.id);
    expect(pending.size).toBe(2);
  });
});

describe("the server's word", () => {
  it('settles the queue up to its last sequence and no further', async () => {
    const queue = [note(1, 'un'), note(2, 'deux'), note(3, 'trois')];
    const pending = await over(queue);
    const [first, second, third] = queue;
    const settled = settleAcknowledged(
      queue,
      pending as never,
      {
        lastSeq: 2,
        results: [
          { seq: 1, id: first!.id, outcome: 'rejected', code: 'MUTATION_FORBIDDEN' },
          { seq: 2, id: second!.id, outcome: 'applied' },
        ],
      },
      7,
      { clientId: newId(), count: 4 },
    );
    expect(settled.queue).toEqual([third]);
    expect(settled.confirmed).toEqual([{ ...second, confirmedAt: 7, no: 4 }]);
    expect(settled.refused).toMatchObject([{ id: first?.id, args: { text: 'un' } }]);
    // Also the row that later mutations wrote again.
    expect(settled.refused[0]?.touched).toContain(`tickets/${ticket.id}`);
  });
});

describe('a batch', () => {
  const queue = Array.from({ length: 450 }, (_, i) => note(i + 1, 'court'));

  it('begins after what was pushed and holds no more than the protocol takes', () => {
    expect(nextBatch(queue, 0).map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect(nextBatch(queue, 400)[0]?.seq).toBe(401);
    expect(nextBatch(queue, 450)).toEqual([]);
  });

  it('is small when its mutations are large, but never empty', () => {
    const large = Array.from({ length: 30 }, (_, i) => note(i + 1, 'x'.repeat(20_000)));
    expect(nextBatch(large, 0).length).toBeLessThan(15);
    expect(nextBatch([note(1, 'x'.repeat(400_000))], 0)).toHaveLength(1);
  });
});

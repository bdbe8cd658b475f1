import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { PushRequest } from '../../../domain/wire/sync.ts';
import type { QueuedMutation } from '../../../renderer/store/database/records.ts';
import { runCycle } from '../../../renderer/store/sync/cycle.ts';
import { aTeam, aTicket, anAgent } from './support/desk.ts';
import { Machine } from './support/machine.ts';
import { ModelServer } from './support/model-server.ts';

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

it('begins anew when the server has other mutations under its numbers, and keeps what was written', async () => {
  const team = aTeam('N1');
  const anne = anAgent('Anne', [team]);
  const ticket = aTicket(team);
  const server = new ModelServer([team], [anne]);
  server.write('tickets', ticket);
  const machine = await Machine.synced(server, anne);
  const { clientId } = machine.replica.meta;
  const note = (text: string) => machine.replica.mutate('note.add@1', { id: newId(), ticketId: ticket.id, text });

  // The page was asked for before the agent wrote, and says what became of the number that the note was then given.
  const request = machine.replica.pullRequest();
  await note('Écrit après la copie');
  const results = [{ seq: 1, id: newId(), outcome: 'applied' as const }];
  const cursor = request.cursor!;
  const reply = { resetScopes: [], changes: [], cursor, lastSeq: 1, results, more: false };
  expect(await machine.replica.pulled(request, reply)).toBe(false);

  expect(machine.replica.meta.clientId).not.toBe(clientId);
  expect(machine.replica.queue).toHaveLength(1);
  await machine.sync();
  expect([...server.rows.values()].map(({ row }) => ('text' in row ? row.text : null))).toContain(
    'Écrit après la copie',
  );
});

it('begins anew when the server has more of it than was issued when it asked, though as many were written since', async () => {
  const clientId = newId();
  const written = (seq: number): QueuedMutation => ({
    ...{ id: newId(), seq, name: 'note.add@1', args: {}, at: '2026-11-27T09:00:00.000Z' },
  });
  const queue = [written(1)];
  const startOver = vi.fn(() => Promise.reject(new Error('started over')));
  const pushed: number[][] = [];
  const run = runCycle({
    platform: {
      fetch: (_url, init) => {
        const { mutations } = JSON.parse(init.body as string) as PushRequest;
        pushed.push(mutations.map(({ seq }) => seq));
        // Of the machine that this one is an older copy of, the server has two more.
        queue.push(written(2), written(3), written(4));
        return Promise.resolve(Response.json({ lastSeq: 3 }));
      },
      after: () => () => undefined,
      now: () => 0,
    },
    credentials: { serverUrl: 'https://casque.example', token: 'token', prover: null },
    source: {
      meta: { clientId },
      queue,
      pushed: () => Promise.resolve(),
      pullRequest: () => ({ protocol: 1, clientId, cursor: null, resultsSeen: 0, limit: 2000 }),
      pulled: () => Promise.reject(new Error('no time for that')),
      startOver,
    },
    isStale: () => false,
    onProgress: () => undefined,
  });
  await expect(run).rejects.toThrow('started over');
  expect(pushed).toEqual([[1]]);
});

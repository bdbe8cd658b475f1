import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newId } from '../../../domain/ids.ts';
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
  const machine = new Machine(server, anne);
  await machine.start();
  await machine.sync();
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

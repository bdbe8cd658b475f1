import { expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { aContact, aTeam, aTicket, anAgent } from './support/desk.ts';
import { Machine } from './support/machine.ts';
import { ModelServer } from './support/model-server.ts';

const team = aTeam('N1');
const anne = anAgent('Anne', [team]);

it('shows a note all the time, though its result comes pages before its row', async () => {
  const server = new ModelServer([team], [anne]);
  const ticket = aTicket(team);
  server.write('tickets', ticket);
  const machine = await Machine.synced(server, anne);

  const id = newId();
  await machine.replica.mutate('note.add@1', { id, ticketId: ticket.id, text: 'Toujours là' });
  server.nextFault = () => 'lose-answer';
  await machine.sync().catch(() => undefined);
  expect(server.rows.has(`entries/${id}`)).toBe(true);

  // The server no longer knows this client: all is pulled again, one row a page.
  server.forgetClients();
  for (let i = 0; i < 3; i++) server.write('contacts', aContact());
  await machine.replica.mutate('note.add@1', { id: newId(), ticketId: ticket.id, text: 'Ensuite' });
  server.pageRows = 1;
  const shown: boolean[] = [];
  server.nextFault = () => {
    shown.push(machine.replica.indexes.entries.isVisible(id));
    return 'none';
  };
  await machine.sync();
  expect(shown.length).toBeGreaterThan(6);
  expect(shown).not.toContain(false);
  expect(await machine.rows()).toEqual(server.readable(machine.replica.actor));
});

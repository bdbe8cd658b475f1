import { expect, it } from 'vitest';
import { aContact, aTeam, aTicket, anAgent } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const n1 = aTeam('N1');
const lea = anAgent('Léa', [n1]);
const zoe = aContact({ name: 'Zoé', organisation: 'Mairie de Brest', numbers: ['+33298001211'] });
const yann = aContact({ name: 'Yann', organisation: 'MAIRIE DE BREST' });
const other = aContact({ name: 'Ana', organisation: 'Kerlo' });

it('a caller from one of its numbers is one of its people, with what is open for them, without the server', async () => {
  const server = new ModelServer([n1], [lea]);
  for (const contact of [zoe, yann, other]) server.write('contacts', contact);
  const ticket = aTicket(n1, { contactId: zoe.id });
  for (const row of [ticket, aTicket(n1, { contactId: other.id })]) server.write('tickets', row);
  const desk = await syncedDesk(server, lea);
  server.stop();
  const unknown = await desk.until('caller', { number: '02 98 00 12 34' });
  expect(unknown.recognition.kind).toBe('unknown');
  await desk.store.request('mutate', {
    name: 'organisation.update@1',
    args: { name: 'Mairie de Brest', add: ['+332980012*'], note: { base: '', value: 'Standard fermé à midi' } },
  });
  const caller = await desk.until(
    'caller',
    { number: '02 98 00 12 34' },
    ({ recognition }) => recognition.kind === 'organisation',
  );
  expect(caller.recognition).toMatchObject({ name: 'Mairie de Brest', contacts: [{ id: yann.id }, { id: zoe.id }] });
  expect(caller.openTickets.map(({ id }) => id)).toEqual([ticket.id]);
  // Somebody's own number says more.
  expect((await desk.until('caller', { number: '02 98 00 12 11' })).recognition).toMatchObject({ kind: 'known' });
  const view = await desk.until(
    'organisation',
    { name: 'mairie de brest' },
    ({ organisation }) => organisation !== null,
  );
  expect(view).toMatchObject({ contactCount: 2, delivery: 'queued', organisation: { note: 'Standard fermé à midi' } });
  await desk.crash();
  const again = await desk.until(
    'caller',
    { number: '02 98 00 12 34' },
    ({ recognition }) => recognition.kind === 'organisation',
  );
  expect(again.openTickets).toHaveLength(1);
});

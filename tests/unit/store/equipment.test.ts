import { expect, it } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { aContact, aTeam, aTicket, anAgent, type TestDesk } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const n1 = aTeam('N1');
const lea = anAgent('Léa', [n1]);
const karim = anAgent('Karim', [n1]);
const zoe = aContact({ name: 'Zoé', organisation: 'Mairie de Brest' });
const yann = aContact({ name: 'Yann', organisation: 'MAIRIE DE BREST' });

async function add(desk: TestDesk, name: string, shared: boolean): Promise<Id> {
  const id = newId();
  const owner = shared
    ? ({ kind: 'organisation', name: 'Mairie de Brest' } as const)
    : ({ kind: 'contact', id: zoe.id } as const);
  const args = { id, contactId: zoe.id, owner, kind: 'printer', name, serial: '', note: '', replaces: null } as const;
  const done = await desk.store.request('mutate', { name: 'equipment.add@1', args });
  if (!done.ok) throw new Error(done.code);
  return id;
}

it('is a contact’s own, or shared by all of their organisation; what is retired is named by its tickets only', async () => {
  const server = new ModelServer([n1], [lea, karim]);
  const ticket = aTicket(n1, { contactId: zoe.id });
  for (const contact of [zoe, yann]) server.write('contacts', contact);
  server.write('tickets', ticket);
  const [desk, colleague] = [await syncedDesk(server, lea), await syncedDesk(server, karim)];
  server.stop();
  const [own, shared] = [await add(desk, 'Zèbre', false), await add(desk, 'Accueil', true)];
  const ofZoe = { contactId: zoe.id, organisation: zoe.organisation };
  const queued = await desk.until('equipment', ofZoe, (each) => each.length === 2);
  expect(queued.map(({ item, delivery }) => [item.id, delivery])).toEqual([
    [own, 'queued'],
    [shared, 'queued'],
  ]);
  server.start();
  await desk.store.request('syncNow', null);
  await desk.synced();
  await colleague.store.request('syncNow', null);
  const ofYann = { contactId: yann.id, organisation: yann.organisation };
  const seen = await colleague.until('equipment', ofYann, (each) => each.length === 1);
  expect(seen[0]?.item.id).toBe(shared);
  // Of a caller who is known by the number of the organisation alone.
  const ofAnybody = { contactId: null, organisation: yann.organisation };
  expect((await colleague.until('equipment', ofAnybody)).map(({ item }) => item.id)).toEqual([shared]);

  const changes = { equipmentId: { base: null, value: own } };
  await desk.store.request('mutate', {
    name: 'ticket.update@1',
    args: { id: ticket.id, entryId: newId(), changes },
  });
  const retired = { id: own, changes: { retired: { base: false, value: true } } };
  await desk.store.request('mutate', { name: 'equipment.update@1', args: retired });
  await desk.until('equipment', ofZoe, (each) => each.length === 1);
  expect(await desk.until('equipmentItem', { id: own })).toMatchObject({ item: { name: 'Zèbre', retired: true } });
  const view = await desk.until('ticket', { id: ticket.id }, (each) => each?.ticket.equipmentId === own);
  expect(view?.ticket.equipmentId).toBe(own);
});

import { describe, expect, it } from 'vitest';
import type { MutationArgs } from '../../../domain/mutation/registry.ts';
import { CodedError } from '../../../domain/errors.ts';
import { aContact, aTeam, aTicket, anAgent, type TestDesk } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const n1 = aTeam('N1');
const lea = anAgent('Léa', [n1]);
const karim = anAgent('Karim', [n1]);
const [home, mobile, work] = ['+33298001234', '+33612345678', '+33298110000'];
const annick = aContact({ name: 'Annick Rousel', town: 'Brest', organisation: 'Kerlo', numbers: [home] });

async function office() {
  const server = new ModelServer([n1], [lea, karim]);
  server.write('contacts', annick);
  server.write('tickets', aTicket(n1, { contactId: annick.id, subject: 'Box' }));
  return { server, desk: await syncedDesk(server, lea) };
}

async function change(desk: TestDesk, changes: MutationArgs<'contact.update@1'>['changes']): Promise<void> {
  const done = await desk.store.request('mutate', {
    name: 'contact.update@1',
    args: { id: annick.id, changes },
    endsDraft: `contact:${annick.id}:name`,
  });
  if (!done.ok) throw new CodedError(done.code, done.detail);
}

const known = (desk: TestDesk, number: string) =>
  desk.until('caller', { number }, ({ recognition }) => recognition.kind === 'known');

describe('a contact that is corrected without the server', () => {
  it('is recognised by the new number at once, with their tickets, and no longer by the one that was wrong', async () => {
    const { server, desk } = await office();
    server.stop();
    expect((await desk.until('caller', { number: mobile })).recognition.kind).toBe('unknown');
    await change(desk, {
      name: { base: 'Annick Rousel', value: 'Annick Roussel' },
      organisation: { base: 'Kerlo', value: 'Mairie de Brest' },
      numbers: { base: [home], value: [mobile] },
    });
    const caller = await known(desk, '06 12 34 56 78');
    expect(caller.recognition).toMatchObject({ contact: { id: annick.id, name: 'Annick Roussel', town: 'Brest' } });
    expect(caller.openTickets).toHaveLength(1);
    await desk.until('caller', { number: home }, ({ recognition }) => recognition.kind === 'unknown');
    expect(await desk.until('contact', { id: annick.id })).toMatchObject({ delivery: 'queued' });
    expect((await desk.until('contacts', { text: 'roussel', limit: 5 })).map(({ id }) => id)).toEqual([annick.id]);
    expect(await desk.until('contacts', { text: 'kerlo', limit: 5 })).toEqual([]);
    const of = (name: string) => desk.until('organisation', { name });
    expect([(await of('Mairie de Brest')).contactCount, (await of('Kerlo')).contactCount]).toEqual([1, 0]);
    // Nothing of it is lost with the desk.
    await desk.crash();
    expect((await known(desk, mobile)).recognition).toMatchObject({ contact: { name: 'Annick Roussel' } });
  });

  it('keeps the number that a colleague adds meanwhile, on both desks', async () => {
    const { server, desk } = await office();
    const colleague = await syncedDesk(server, karim);
    server.stop();
    await change(desk, { numbers: { base: [home], value: [home, mobile] } });
    await change(colleague, { numbers: { base: [home], value: [home, work] } });
    server.start();
    for (const each of [desk, colleague, desk]) {
      await each.store.request('syncNow', null);
      await each.synced();
    }
    for (const each of [desk, colleague]) {
      const view = await each.until('contact', { id: annick.id }, (found) => found?.contact.numbers.length === 3);
      expect(view).toMatchObject({ contact: { numbers: [home, mobile, work] }, delivery: 'confirmed' });
      expect((await known(each, mobile)).recognition).toMatchObject({ contact: { id: annick.id } });
    }
  });

  it('ends the draft of the correction in the same step', async () => {
    const { desk } = await office();
    await desk.store.request('saveDraft', { key: `contact:${annick.id}:name`, text: 'Annick Roussel' });
    await change(desk, { name: { base: 'Annick Rousel', value: 'Annick Roussel' } });
    expect(await desk.store.request('draft', { key: `contact:${annick.id}:name` })).toBeNull();
  });
});

describe('a correction that did not count', () => {
  it('is told and kept: a colleague’s town was there first', async () => {
    const { server, desk } = await office();
    server.stop();
    await change(desk, { town: { base: 'Brest', value: 'Quimper' }, email: { base: null, value: 'a@b.fr' } });
    server.write('contacts', { ...annick, town: 'Morlaix' });
    server.start();
    await desk.store.request('syncNow', null);
    const { refused } = await desk.until('status', null, (status) => status.refused.length === 1);
    expect(refused[0]).toMatchObject({
      name: 'contact.update@1',
      result: { outcome: 'conflict', fields: ['town'] },
      args: { changes: { town: { value: 'Quimper' } } },
    });
    const row = await desk.until('row', { table: 'contacts', id: annick.id }, (found) => found?.['email'] !== null);
    expect(row).toMatchObject({ town: 'Morlaix', email: 'a@b.fr' });
  });

  it('is told and kept: the server is older and does not know it', async () => {
    const { server, desk } = await office();
    server.unknown.add('contact.update@1');
    await change(desk, { numbers: { base: [home], value: [home, mobile] } });
    await desk.store.request('syncNow', null);
    const { refused } = await desk.until('status', null, (status) => status.refused.length === 1);
    expect(refused[0]).toMatchObject({ result: { outcome: 'rejected', code: 'MUTATION_UNKNOWN' } });
    // Once it is newer, the same goes again.
    server.unknown.clear();
    const [{ id, args } = { id: '', args: {} }] = refused;
    await desk.store.request('mutate', { name: 'contact.update@1', args: args as never, settles: id });
    await desk.synced();
    const view = await desk.until('contact', { id: annick.id }, (found) => found?.delivery === 'confirmed');
    expect(view).toMatchObject({ contact: { numbers: [home, mobile] } });
    expect(await desk.until('refused', null)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { mirrorId, type Asked } from '../../../domain/validation/validation.ts';
import { aContact, aTeam, aTicket, anAgent, type TestDesk } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const [n1, n2] = [aTeam('N1 Internet'), aTeam('Niveau 2')];
const lea = { ...anAgent('Léa', [n1]), extension: '201' };
const nicolas = { ...anAgent('Nicolas', [n2]), extension: '208' };
const marc = anAgent('Marc', [n1, n2]);
const contact = aContact({ name: 'Annick Roussel' });

function office() {
  const server = new ModelServer([n1, n2], [lea, nicolas, marc]);
  server.write('contacts', contact);
  const ticket = aTicket(n1, { subject: 'Box en panne', contactId: contact.id });
  server.write('tickets', ticket);
  const deskOf = (agent: typeof marc) => syncedDesk(server, agent);
  return { server, ticket, deskOf };
}

const level2: Asked = { kind: 'team', id: n2.id };

async function ask(desk: TestDesk, asked: Asked, ticketId: Id | null, endsDraft?: string): Promise<Id> {
  const id = newId();
  const about = { callId: null, ticketId, contactId: null, callerNumber: null, noteIds: [] };
  const args = { id, teamId: n1.id, asked, question: 'Puis-je échanger la box ?', ...about };
  const done = await desk.store.request('mutate', { name: 'validation.ask@1', args, endsDraft });
  if (!done.ok) throw new Error(done.code);
  return id;
}

describe('a question to level 2', () => {
  it('waits on their desk with what they may not read, and the answer is in the asker’s ticket', async () => {
    const { ticket, deskOf } = office();
    const [asker, asked] = [await deskOf(lea), await deskOf(nicolas)];
    const id = await ask(asker, level2, ticket.id);
    const { forMe } = await asked.until('validations', null, (each) => each.forMe.length === 1);
    expect(forMe[0]).toMatchObject({
      asker: { name: 'Léa', extension: '201' },
      ticket: null,
      contact: { id: contact.id },
    });
    expect(forMe[0]?.validation.snapshot).toMatchObject({ subject: 'Box en panne', contactName: 'Annick Roussel' });
    const args = { id: mirrorId(id), verdict: 'yes', text: 'Une fois.' } as const;
    await asked.store.request('mutate', { name: 'validation.answer@1', args });
    await asked.until('validations', null, (each) => each.forMe.length === 0);
    const { mine } = await asker.until('validations', null, (each) => each.mine[0]?.answerer != null);
    expect(mine).toMatchObject([{ answerer: { name: 'Nicolas', extension: '208' }, asked: { name: 'Niveau 2' } }]);
    const view = await asker.until('ticket', { id: ticket.id }, (each) => each?.timeline.length === 1);
    expect(view?.timeline[0]).toMatchObject({ kind: 'validation', view: { validation: { answer: 'Une fois.' } } });
  });

  it('is there once for who works in both teams, and never asks the asker', async () => {
    const { ticket, deskOf } = office();
    const [asker, both] = [await deskOf(lea), await deskOf(marc)];
    await ask(asker, level2, ticket.id);
    const { forMe } = await both.until('validations', null, (each) => each.forMe.length > 0);
    expect(forMe).toHaveLength(1);
    expect(forMe[0]?.ticket?.id).toBe(ticket.id);
    expect((await asker.until('validations', null, (each) => each.mine.length === 1)).forMe).toEqual([]);
  });

  it('that could not leave yet says so, survives a crash and is asked once', async () => {
    const { server, ticket, deskOf } = office();
    const [asker, asked] = [await deskOf(lea), await deskOf(nicolas)];
    server.stop();
    await asker.store.request('saveDraft', { key: 'validation:x', text: 'Puis-je échanger la box ?' });
    await ask(asker, level2, ticket.id, 'validation:x');
    expect(await asker.store.request('draft', { key: 'validation:x' })).toBeNull();
    await asker.crash();
    const { mine } = await asker.until('validations', null, (each) => each.mine.length === 1);
    expect(mine[0]?.delivery).toBe('queued');
    server.start();
    await asker.store.request('syncNow', null);
    await asker.until('validations', null, (each) => each.mine[0]?.delivery === 'confirmed');
    await asked.store.request('syncNow', null);
    expect((await asked.until('validations', null, (each) => each.forMe.length > 0)).forMe).toHaveLength(1);
  });

  it('that was refused here keeps its draft', async () => {
    const { deskOf } = office();
    const asker = await deskOf(lea);
    await asker.store.request('saveDraft', { key: 'validation:x', text: 'mots' });
    await expect(ask(asker, { kind: 'agent', id: newId() }, null, 'validation:x')).rejects.toThrow('MUTATION_');
    expect(await asker.store.request('draft', { key: 'validation:x' })).toMatchObject({ text: 'mots' });
  });

  it('leaves the asker’s desk an hour after its answer, and at once when withdrawn', async () => {
    const { ticket, deskOf } = office();
    const [asker, asked] = [await deskOf(lea), await deskOf(nicolas)];
    const [id, other] = [await ask(asker, level2, ticket.id), await ask(asker, level2, null)];
    await asked.until('validations', null, (each) => each.forMe.length === 2);
    await asker.store.request('mutate', { name: 'validation.withdraw@1', args: { id: other } });
    await asked.until('validations', null, (each) => each.forMe.length === 1);
    const args = { id: mirrorId(id), verdict: 'no', text: '' } as const;
    await asked.store.request('mutate', { name: 'validation.answer@1', args });
    await asker.until('validations', null, (each) => each.mine.length === 1 && each.mine[0]?.answerer != null);
    asker.platform.advance(3_700_000);
    expect((await asker.until('validations', null)).mine).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { aContact, aTeam, aTicket, anAgent, type TestDesk } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const [n1, n2] = [aTeam('N1 Internet'), aTeam('Niveau 2')];
const lea = anAgent('Léa', [n1]);
const karim = anAgent('Karim', [n1]);
const nicolas = anAgent('Nicolas', [n2]);
const number = '+33261910012';
const contact = aContact({ name: 'Annick Roussel', numbers: [number] });

function office() {
  const server = new ModelServer([n1, n2], [lea, karim, nicolas]);
  server.write('contacts', contact);
  const ticket = aTicket(n1, { subject: 'Box en panne', contactId: contact.id });
  server.write('tickets', ticket);
  const deskOf = (agent: typeof lea) => syncedDesk(server, agent);
  return { server, ticket, deskOf };
}

type Given = { readonly ticketId?: Id | null; readonly assigneeId?: Id | null; readonly dueAt?: string };

async function promise(desk: TestDesk, given: Given = {}, endsDraft?: string): Promise<Id> {
  const id = newId();
  const whom = { number, contactId: contact.id, ticketId: null, callId: null };
  const rest = { dueAt: '2026-11-20T13:30:00.000Z', about: '', assigneeId: lea.id, ...given };
  const args = { id, entryId: newId(), teamId: n1.id, ...whom, ...rest };
  const done = await desk.store.request('mutate', { name: 'callback.promise@1', args, endsDraft });
  if (!done.ok) throw new Error(done.code);
  return id;
}

const ids = (views: readonly { readonly callback: { readonly id: Id } }[]): Id[] =>
  views.map(({ callback }) => callback.id);

describe('promises to call back', () => {
  it('are in the lists of the whole team, the first due first, and mine are told from the others', async () => {
    const { ticket, deskOf } = office();
    const [mine, colleague, other] = [await deskOf(lea), await deskOf(karim), await deskOf(nicolas)];
    const second = await promise(mine, { ticketId: ticket.id, dueAt: '2026-11-20T15:00:00.000Z' });
    const first = await promise(mine, { assigneeId: null });
    const views = await colleague.until('callbacks', null, (each) => each.length === 2);
    expect(ids(views)).toEqual([first, second]);
    expect(views).toMatchObject([
      { mine: true, assigneeName: null, contact: { name: 'Annick Roussel' }, ticket: null, teamName: 'N1 Internet' },
      { mine: false, assigneeName: 'Léa', promiserName: 'Léa', ticket: { subject: 'Box en panne' } },
    ]);
    expect((await mine.until('callbacks', null)).map((view) => view.mine)).toEqual([true, true]);
    expect(await other.until('callbacks', null)).toEqual([]);
  });

  it('made offline survive a crash and are made once', async () => {
    const { server, ticket, deskOf } = office();
    const [mine, colleague] = [await deskOf(lea), await deskOf(karim)];
    server.stop();
    await mine.store.request('saveDraft', { key: 'callback:x:when', text: '14h30' });
    await promise(mine, { ticketId: ticket.id }, 'callback:x:when');
    expect(await mine.store.request('draft', { key: 'callback:x:when' })).toBeNull();
    await mine.crash();
    const [view] = await mine.until('callbacks', null, (each) => each.length === 1);
    expect(view?.delivery).toBe('queued');
    const before = await mine.until('ticket', { id: ticket.id }, (each) => each?.timeline.length === 1);
    expect(before?.timeline[0]).toMatchObject({ kind: 'entry', entry: { kind: 'callback', event: 'promised' } });
    server.start();
    await mine.store.request('syncNow', null);
    await mine.until('callbacks', null, (each) => each[0]?.delivery === 'confirmed');
    await colleague.store.request('syncNow', null);
    expect(await colleague.until('callbacks', null, (each) => each.length > 0)).toHaveLength(1);
  });

  it('say who is calling and who tried, and leave the list when they are kept', async () => {
    const { deskOf } = office();
    const [mine, colleague] = [await deskOf(lea), await deskOf(karim)];
    const id = await promise(mine);
    await colleague.until('callbacks', null, (each) => each.length === 1);
    const now = (): string => new Date(colleague.platform.now()).toISOString();
    const call = {
      ...({ id: newId(), teamId: n1.id, direction: 'outgoing', number, displayName: null, queue: null } as const),
      startedAt: now(),
      answeredAt: null,
      endedAt: null,
      outcome: null,
    };
    await colleague.store.request('mutate', { name: 'call.log@1', args: call });
    await mine.until('callbacks', null, (each) => each[0]?.callingName === 'Karim');
    const ended = { ...call, endedAt: now(), outcome: 'no-answer' as const };
    await colleague.store.request('mutate', { name: 'call.log@1', args: ended });
    const [view] = await mine.until('callbacks', null, (each) => each[0]?.tried?.agentName === 'Karim');
    expect(view?.callingName).toBeNull();
    const args = { id, entryId: newId(), outcome: 'kept', callId: null } as const;
    await colleague.store.request('mutate', { name: 'callback.close@1', args });
    expect(await mine.until('callbacks', null, (each) => each.length === 0)).toEqual([]);
    const past = await mine.until('endedCallbacks', { contactId: contact.id, limit: 3 }, (each) => each.length === 1);
    expect(past).toMatchObject([{ callback: { id, state: 'kept' }, closerName: 'Karim' }]);
  });
});

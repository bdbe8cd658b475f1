import { describe, expect, it } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { aTeam, aTicket, anAgent, type TestDesk } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const n1 = aTeam('N1 Internet');
const lea = anAgent('Léa', [n1]);
const karim = anAgent('Karim', [n1]);

async function office() {
  const server = new ModelServer([n1], [lea, karim]);
  const [a, b] = [aTicket(n1, { subject: 'Box' }), aTicket(n1, { subject: 'Plus d’Internet' })];
  for (const each of [a, b]) server.write('tickets', each);
  const deskOf = (agent: typeof lea) => syncedDesk(server, agent);
  const [mine, colleague] = [await deskOf(lea), await deskOf(karim)];
  const noteId = await mine.addNote(a.id, 'Le voyant est rouge');
  await mine.synced();
  return { server, a: a.id, b: b.id, mine, colleague, noteId };
}

async function merge(desk: TestDesk, id: Id, into: Id): Promise<void> {
  const args = { id, into, entryId: newId() };
  const done = await desk.store.request('mutate', { name: 'ticket.merge@1', args });
  if (!done.ok) throw new Error(done.code);
}

const notes = (desk: TestDesk, id: Id, count: number) =>
  desk.until('ticket', { id }, (view) => (view?.timeline ?? []).filter(isNote).length === count);
const isNote = (item: { readonly kind: string; readonly entry?: { readonly kind: string } }): boolean =>
  item.kind === 'entry' && item.entry?.kind === 'note';

describe('a merge on this machine', () => {
  it('takes the timeline along at once, offline, through a crash, and the server makes the same of it', async () => {
    const { server, a, b, mine, colleague, noteId } = await office();
    server.stop();
    await merge(mine, a, b);
    await notes(mine, b, 1);
    expect(await notes(mine, a, 0)).toMatchObject({
      ticket: { state: 'closed', mergedInto: b },
      mergedInto: { id: b, subject: 'Plus d’Internet' },
      timeline: [{ entry: { kind: 'merge', direction: 'into' } }],
    });
    await mine.addNote(a, 'Encore dans l’ancien');
    await mine.crash();
    await notes(mine, b, 2);
    server.start();
    await mine.store.request('syncNow', null);
    await mine.synced();
    await notes(mine, b, 2);
    await notes(mine, a, 0);
    await colleague.store.request('syncNow', null);
    await notes(colleague, b, 2);
    expect(server.rows.get(`entries/${noteId}`)?.row).toMatchObject({ ticketId: b });
  });

  it('that a colleague made the other way round is refused, and what it had moved is where the server has it', async () => {
    const { server, a, b, mine, colleague } = await office();
    server.stop();
    await merge(mine, a, b);
    await notes(mine, b, 1);
    server.start();
    await colleague.store.request('syncNow', null);
    await colleague.synced();
    await merge(colleague, b, a);
    await colleague.synced();
    await mine.store.request('syncNow', null);
    const { refused } = await mine.until('status', null, (status) => status.refused.length === 1);
    expect(refused).toMatchObject([{ name: 'ticket.merge@1', result: { code: 'MUTATION_TICKET_MERGED' } }]);
    await notes(mine, a, 1);
    expect(await notes(mine, b, 0)).toMatchObject({ mergedInto: { id: a }, ticket: { state: 'closed' } });
  });
});

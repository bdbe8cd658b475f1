import { describe, expect, it } from 'vitest';
import type { Id } from '../../../domain/ids.ts';
import { aTeam, aTicket, anAgent, type TestDesk } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const n1 = aTeam('N1 Internet');
const lea = anAgent('Léa', [n1]);
const karim = anAgent('Karim', [n1]);

async function office() {
  const server = new ModelServer([n1], [lea, karim]);
  const ticket = aTicket(n1, { subject: 'Box' });
  server.write('tickets', ticket);
  const deskOf = (agent: typeof lea) => syncedDesk(server, agent);
  return { server, ticketId: ticket.id, mine: await deskOf(lea), colleague: await deskOf(karim) };
}

async function send(desk: TestDesk, ticketId: Id, text: string): Promise<void> {
  const key = `note:${ticketId}`;
  await desk.store.request('saveDraft', { key, text });
  const sent = await desk.store.request('sendDraft', { key, ticketId });
  if (!sent.ok) throw new Error(sent.code);
}

/** The server is away for this desk, and it knows. */
async function without(server: ModelServer, desk: TestDesk, work: () => Promise<void>): Promise<void> {
  server.stop();
  await desk.store.request('syncNow', null);
  await desk.until('status', null, ({ sync }) => sync.state === 'offline');
  await work();
  server.start();
}

describe('a note that was written without the server', () => {
  it('waits, in sight, when a colleague has changed the ticket, and is added all the same with one step', async () => {
    const { server, ticketId, mine, colleague } = await office();
    await without(server, mine, () => send(mine, ticketId, 'Elle rappelle demain'));
    await colleague.store.request('syncNow', null);
    await colleague.synced();
    await send(colleague, ticketId, 'Box échangée');
    await colleague.synced();
    await mine.store.request('syncNow', null);
    const { refused } = await mine.until('status', null, (status) => status.refused.length === 1);
    const [item] = refused;
    expect(item).toMatchObject({ name: 'note.add@1', result: { code: 'MUTATION_CHANGED_MEANWHILE' } });
    expect(item?.args).toMatchObject({ saw: { subject: 'Box', major: false, assigneeId: null } });
    const view = await mine.until('ticket', { id: ticketId }, (each) => each?.timeline.length === 2);
    expect(view?.timeline.map(({ delivery }) => delivery).sort()).toEqual(['confirmed', 'refused']);
    const { id, ticketId: on, text } = item?.args as { id: Id; ticketId: Id; text: string };
    const args = { id, ticketId: on, text };
    await mine.store.request('mutate', { name: 'note.add@1', args, settles: item?.id });
    await mine.synced();
    await mine.until(
      'ticket',
      { id: ticketId },
      (each) => each?.timeline.every(({ delivery }) => delivery === 'confirmed') === true,
    );
    expect(await mine.until('refused', null)).toEqual([]);
  });

  it('goes when nobody else has changed the ticket, however much its author did', async () => {
    const { server, ticketId, mine } = await office();
    await without(server, mine, async () => {
      await send(mine, ticketId, 'un');
      await send(mine, ticketId, 'deux');
    });
    await mine.store.request('syncNow', null);
    await mine.synced();
    expect(await mine.until('refused', null)).toEqual([]);
  });

  it('and one of an agent who is connected never waits for what they cannot have seen', async () => {
    const { server, ticketId, mine, colleague } = await office();
    await send(colleague, ticketId, 'Box échangée');
    await send(mine, ticketId, 'Elle rappelle demain');
    await Promise.all([mine.synced(), colleague.synced()]);
    expect(await mine.until('refused', null)).toEqual([]);
    expect(server.pushes.flatMap(({ mutations }) => mutations).map(({ args }) => args as object)).not.toContainEqual(
      expect.objectContaining({ against: expect.anything() as number }),
    );
  });
});

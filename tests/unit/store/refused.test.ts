import { afterEach, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import type { RefusedMutation } from '../../../renderer/store/contract.ts';
import { TestDesk, aTeam, aTicket, anAgent } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';

const [n1, n2] = [aTeam('N1 Internet'), aTeam('Niveau 2')];
const lea = anAgent('Léa', [n1]);

const open: TestDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) await desk.close();
});

/** A note that Léa wrote offline on a ticket that went to another team meanwhile. */
async function withRefusedNote() {
  const server = new ModelServer([n1, n2], [lea]);
  const [ticket, other] = [aTicket(n1, { subject: 'Box' }), aTicket(n1, { subject: 'Mobile' })];
  for (const each of [ticket, other]) server.write('tickets', each);
  const desk = TestDesk.at(server, lea, [n1, n2]);
  open.push(desk);
  await desk.open();
  await desk.synced();
  server.stop();
  const noteId = await desk.addNote(ticket.id, 'Elle rappelle demain');
  server.write('tickets', { ...ticket, scope: n2.id });
  server.start();
  await desk.store.request('syncNow', null);
  const { refused } = await desk.until('status', null, (status) => status.refused.length === 1 && status.queued === 0);
  return { server, desk, other, noteId, refused: refused[0] as RefusedMutation };
}

function again(
  desk: TestDesk,
  { id }: RefusedMutation,
  args: { id: Id; ticketId: Id; text: string },
  endsDraft?: string,
) {
  return desk.store.request('mutate', { name: 'note.add@1', args, settles: id, endsDraft });
}

describe('what the server refused', () => {
  it('is sent again corrected, under a new number, and is dealt with in the same step', async () => {
    const { server, desk, other, noteId, refused } = await withRefusedNote();
    const draft = `refused:${refused.id}`;
    await desk.store.request('saveDraft', { key: draft, text: '{}' });
    const done = await again(desk, refused, { id: noteId, ticketId: other.id, text: 'Elle rappelle mardi' }, draft);
    expect(done).toMatchObject({ ok: true });
    expect(await desk.until('refused', null)).toEqual([]);
    expect(await desk.store.request('draft', { key: draft })).toBeNull();
    await desk.synced();
    const last = server.pushes.at(-1)?.mutations.at(-1);
    expect(last).toMatchObject({ seq: 2, args: { ticketId: other.id } });
    expect(last?.id).not.toBe(refused.id);
    const view = await desk.until('ticket', { id: other.id }, (each) => each?.timeline.length === 1);
    expect(view?.timeline[0]).toMatchObject({
      delivery: 'confirmed',
      entry: { id: noteId, text: 'Elle rappelle mardi' },
    });
  });

  it('waits through a crash, and what took its place does too', async () => {
    const { server, desk, other, noteId, refused } = await withRefusedNote();
    await desk.crash();
    expect(await desk.until('refused', null, (each) => each.length === 1)).toMatchObject([{ id: refused.id }]);
    server.stop();
    await again(desk, refused, { id: noteId, ticketId: other.id, text: 'Elle rappelle mardi' });
    await desk.crash();
    const { refused: left, queued } = await desk.until('status', null, ({ sync }) => sync.state !== 'syncing');
    expect({ left, queued }).toEqual({ left: [], queued: 1 });
    server.start();
    await desk.store.request('syncNow', null);
    await desk.synced();
    expect(server.rows.get(`entries/${noteId}`)?.row).toMatchObject({ ticketId: other.id });
  });

  it('cannot be sent again twice, and stays where what takes its place is refused at once', async () => {
    const { desk, other, noteId, refused } = await withRefusedNote();
    const nowhere = await again(desk, refused, { id: noteId, ticketId: newId(), text: 'x' });
    expect(nowhere).toMatchObject({ ok: false, code: 'MUTATION_TARGET_MISSING' });
    expect(await desk.until('refused', null)).toHaveLength(1);
    expect(await again(desk, refused, { id: noteId, ticketId: other.id, text: 'x' })).toMatchObject({ ok: true });
    expect(await again(desk, refused, { id: newId(), ticketId: other.id, text: 'x' })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('is not lost by signing out without being asked', async () => {
    const { desk, refused } = await withRefusedNote();
    expect(await desk.store.request('wipe', { discardQueued: false })).toMatchObject({ ok: false });
    await desk.store.request('dismissRefused', { id: refused.id });
    expect(await desk.store.request('wipe', { discardQueued: false })).toMatchObject({ ok: true });
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { StoreDesk } from './support/store-desk.ts';

const threeHours = 3 * 3_600_000;

let server: TestServer;
let bob: StoreDesk;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  bob = await StoreDesk.open(server.url, 'bob');
  await bob.synced();
});
afterEach(() => bob.close());

/** In the order of the timeline, once there are so many. */
async function notesOn(desk: StoreDesk, ticketId: string, count: number): Promise<unknown[]> {
  const view = await desk.until('ticket', { id: ticketId }, (answer) => answer?.timeline.length === count);
  return (view?.timeline ?? []).map((item) =>
    item.kind === 'entry' && item.entry.kind === 'note' ? item.entry.text : item,
  );
}

async function note(desk: StoreDesk, ticketId: string, text: string): Promise<void> {
  await desk.mutate('note.add@1', { id: newId(), ticketId, text });
  await desk.synced();
}

it.each([
  ['slow', -threeHours],
  ['fast', threeHours],
])(
  'what is written at a desk whose clock is hours %s stands where it belongs, and its agent is told',
  async (_title, wrong) => {
    const alice = await StoreDesk.open(server.url, 'alice', { now: () => Date.now() + wrong });
    const ticketId = await bob.newTicket(teams.red, 'Box en panne');
    await note(bob, ticketId, 'Un');
    await alice.until('ticket', { id: ticketId }, (view) => view?.timeline.length === 1);
    await note(alice, ticketId, 'Deux');
    await bob.until('ticket', { id: ticketId }, (view) => view?.timeline.length === 2);
    await note(bob, ticketId, 'Trois');
    for (const desk of [alice, bob]) expect(await notesOn(desk, ticketId, 3)).toEqual(['Un', 'Deux', 'Trois']);

    const { clockOffset = 0 } = await alice.until('status', null, (status) => status.clockOffset !== undefined);
    expect(Math.abs(clockOffset + wrong)).toBeLessThan(60_000);
    expect(await bob.until('status', null)).not.toHaveProperty('clockOffset');
    await alice.close();
  },
);

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { Delta } from '../../../domain/wire/sync.ts';
import { TestDesk, aTeam, aTicket, anAgent } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { Machine } from './support/machine.ts';

const team = aTeam('N1');
const anne = anAgent('Anne', [team]);
const ticket = aTicket(team);

let server: ModelServer;
beforeEach(() => {
  server = new ModelServer([team], [anne]);
  server.write('tickets', ticket);
});

describe('news that come with a poke', () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await Machine.synced(server, anne);
  });

  it('are what a pull would have brought, and the next pull goes on from there', async () => {
    const other = new Machine(server, anne);
    await other.start();
    const delta = server.deltaOf('tickets', { ...ticket, subject: 'Box changée' });
    await other.sync();
    expect(await machine.replica.tookDelta(delta)).toBe(true);
    expect(await machine.rows()).toEqual(await other.rows());
    expect(machine.replica.pullRequest().cursor).toEqual(other.replica.pullRequest().cursor);
  });

  it('leave what is queued where it is, and under it what they changed', async () => {
    const id = newId();
    await machine.replica.mutate('note.add@1', { id, ticketId: ticket.id, text: 'Écrite hors ligne' });
    expect(await machine.replica.tookDelta(server.deltaOf('tickets', { ...ticket, subject: 'Box changée' }))).toBe(
      true,
    );
    expect(machine.replica.queue).toHaveLength(1);
    expect(machine.replica.indexes.entries.isVisible(id)).toBe(true);
    await machine.sync();
    expect(machine.replica.queue).toHaveLength(0);
    expect([...server.applied.values()]).toEqual([1]);
  });

  it.each<[string, (delta: Delta) => Delta]>([
    ['of another history', (delta) => ({ ...delta, epoch: newId() })],
    ['before which something is missing', (delta) => ({ ...delta, scopes: { [team.id]: { after: 7, upTo: 8 } } })],
    [
      'of a team that this machine has nothing of',
      (delta) => ({ ...delta, scopes: { [newId()]: { after: 0, upTo: 1 } } }),
    ],
    [
      'of which one part does not follow',
      (delta) => ({ ...delta, scopes: { ...delta.scopes, [anne.id]: { after: 3, upTo: 4 } } }),
    ],
  ])('are not taken when they are %s', async (_, broken) => {
    const before = [await machine.rows(), machine.replica.pullRequest()];
    const delta = server.deltaOf('tickets', { ...ticket, subject: 'Box changée' });
    expect(await machine.replica.tookDelta(broken(delta))).toBe(false);
    expect([await machine.rows(), machine.replica.pullRequest()]).toEqual(before);
  });

  it('are not taken before all that there is has come once', async () => {
    const fresh = new Machine(server, anne);
    await fresh.start();
    expect(await fresh.replica.tookDelta(server.deltaOf('tickets', { ...ticket, subject: 'Box changée' }))).toBe(false);
  });
});

describe('a desk that is poked with news', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = TestDesk.at(server, anne, [team]);
    await desk.open();
    await desk.synced();
  });
  afterEach(async () => {
    await desk.close();
  });

  const shows = (subject: string) =>
    desk.until('ticket', { id: ticket.id }, (answer) => answer?.ticket.subject === subject);

  it('shows them, one after the other, without asking the server', async () => {
    await desk.until('status', null, ({ sync }) => sync.state === 'online');
    const asked = server.pulls.length;
    for (const subject of ['Un', 'Deux', 'Trois']) server.poke(server.deltaOf('tickets', { ...ticket, subject }));
    await shows('Trois');
    expect(server.pulls).toHaveLength(asked);
  });

  it('takes them without asking, also after some that came while something else was under way', async () => {
    const asked = server.pulls.length;
    server.nextFault = () => {
      server.nextFault = () => 'none';
      server.poke(server.deltaOf('tickets', { ...ticket, subject: 'Un' }));
      return 'none';
    };
    await desk.store.request('syncNow', null);
    await shows('Un');
    // The one that was under way, and the one that followed it for the poke.
    await vi.waitUntil(() => server.pulls.length === asked + 2);
    await desk.synced();
    server.poke(server.deltaOf('tickets', { ...ticket, subject: 'Deux' }));
    await shows('Deux');
    expect(server.pulls).toHaveLength(asked + 2);
  });

  it('asks for what it missed before them', async () => {
    server.deltaOf('tickets', { ...ticket, subject: 'Un' });
    server.poke(server.deltaOf('tickets', { ...ticket, tags: ['box'], subject: 'Deux' }));
    await shows('Deux');
    expect(server.pulls.at(-1)?.cursor?.scopes[team.id]).toBe(1);
  });

  it('takes a poke whose news it cannot read for one without', async () => {
    const delta = server.deltaOf('tickets', { ...ticket, subject: 'Un' });
    server.poke({ ...delta, epoch: 'nobody’s' });
    await shows('Un');
  });
});

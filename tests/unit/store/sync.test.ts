import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { TestDesk, aContact, aTeam, aTicket, anAgent } from './support/desk.ts';
import { ModelServer, type Fault } from './support/model-server.ts';

const n1 = aTeam('N1');
const n2 = aTeam('N2');
const anne = anAgent('Anne', [n1]);
const bruno = anAgent('Bruno', [n1, n2]);

let server: ModelServer;
let desks: TestDesk[];
beforeEach(() => {
  server = new ModelServer([n1, n2], [anne, bruno]);
  desks = [];
});
afterEach(async () => {
  for (const desk of desks) await desk.close();
});

async function deskOf(agent: typeof anne): Promise<TestDesk> {
  const desk = TestDesk.at(server, agent, [n1, n2]);
  desks.push(desk);
  await desk.open();
  return desk;
}

/** Answers the nth request of a desk badly. */
function failOnce(fault: Fault): void {
  let done = false;
  server.nextFault = () => {
    if (done) return 'none';
    done = true;
    return fault;
  };
}

describe('a desk and its server', () => {
  it('takes notes while the server is down, and sends each exactly once when it is back', async () => {
    const desk = await deskOf(anne);
    await desk.synced();
    server.stop();
    const ticketId = await desk.createTicket(n1, 'Box en panne');
    for (const text of ['Un', 'Deux', 'Trois']) await desk.addNote(ticketId, text);
    const offline = await desk.until('status', null, ({ sync }) => sync.state === 'offline');
    expect(offline).toMatchObject({ queued: 4, sync: { code: 'SERVER_UNREACHABLE' } });

    server.start();
    await desk.store.request('syncNow', null);
    await desk.synced();
    const view = await desk.until('ticket', { id: ticketId }, (answer) => answer?.delivery === 'confirmed');
    expect(view?.ticket.reference).toBe(1001);
    expect(view?.timeline.map((item) => item.delivery)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    expect([...server.applied.values()]).toEqual([1, 1, 1, 1]);
  });

  it('tries again by itself', async () => {
    const desk = await deskOf(anne);
    await desk.synced();
    server.stop();
    await desk.createTicket(n1, 'Box en panne');
    await desk.until('status', null, ({ sync }) => sync.state === 'offline');
    server.start();
    desk.platform.advance(10_000);
    await desk.synced();
  });

  it('shows a colleague at once what was poked', async () => {
    const [one, other] = [await deskOf(anne), await deskOf(bruno)];
    await Promise.all([one.synced(), other.synced()]);
    const ticketId = await one.createTicket(n1, 'Box en panne');
    await one.addNote(ticketId, 'Voyant rouge');
    const view = await other.until('ticket', { id: ticketId }, (answer) => answer?.timeline.length === 1);
    expect(view?.timeline[0]).toMatchObject({ authorName: 'Anne', delivery: 'confirmed' });
  });

  it('listens anew when the machine woke up: a poke on the socket of before would never come', async () => {
    const desk = await deskOf(anne);
    await desk.synced();
    const { connect } = desk.platform;
    let opened = 0;
    desk.platform.connect = (...given) => {
      opened++;
      return connect(...given);
    };
    desk.platform.wakeUp();
    desk.platform.advance(500);
    await vi.waitFor(() => expect(opened).toBe(1));
    await desk.synced();
    await (await deskOf(bruno)).createTicket(n1, 'Après la veille');
    await desk.until('tickets', { view: 'team', text: 'veille', limit: 5 }, ({ lines }) => lines.length === 1);
  });

  it.each<Fault>(['lose-answer', 'lose-request', 'garbage', 'misshapen', 'duplicate'])(
    'applies a mutation once though the network does this to a push: %s',
    async (fault) => {
      const desk = await deskOf(anne);
      await desk.synced();
      failOnce(fault);
      const ticketId = await desk.createTicket(n1, 'Box en panne');
      if (fault !== 'duplicate') {
        const { sync } = await desk.until('status', null, (status) => status.sync.state === 'offline');
        expect(sync).toMatchObject({
          code: fault.startsWith('lose') ? 'SERVER_UNREACHABLE' : 'SERVER_REPLY_MALFORMED',
        });
        desk.platform.goOnline();
      }
      await desk.synced();
      expect([...server.applied.values()]).toEqual([1]);
      expect(server.rows.has(`tickets/${ticketId}`)).toBe(true);
    },
  );

  it('keeps the queue when the session is revoked, and sends it after signing in again', async () => {
    const desk = await deskOf(anne);
    await desk.synced();
    server.revoke(desk.session.token ?? '');
    const ended = await desk.until('status', null, ({ sync }) => sync.state === 'signed-out');
    expect(ended.sync).toMatchObject({ code: 'AUTH_SESSION_ENDED' });
    await desk.createTicket(n1, 'Box en panne');
    expect((await desk.until('status', null, ({ queued }) => queued === 1)).sync.state).toBe('signed-out');
    await desk.store.request('renew', { ...desk.session, token: server.signIn(anne) });
    await desk.synced();
    expect(server.applied.size).toBe(1);
  });

  it('says that it is too old for the server, works on from what it has, and sends its queue once after the update', async () => {
    const known = aTicket(n1);
    server.write('tickets', known);
    const desk = await deskOf(anne);
    await desk.synced();
    const accepts = desk.platform.serverFetch;
    const refuses = () => Promise.resolve(Response.json({ code: 'CLIENT_TOO_OLD' }, { status: 426 }));
    desk.platform.serverFetch = refuses;
    await desk.addNote(known.id, 'Écrit avant la mise à jour');
    const told = await desk.until('status', null, ({ sync }) => sync.state === 'offline');
    expect(told).toMatchObject({ sync: { code: 'CLIENT_TOO_OLD' }, queued: 1 });
    expect((await desk.until('ticket', { id: known.id }))?.timeline).toHaveLength(1);

    await desk.crash();
    desk.platform.serverFetch = refuses;
    await desk.createTicket(n1, 'Écrit à un poste trop ancien');
    await desk.until('status', null, ({ sync, queued }) => sync.state === 'offline' && queued === 2);
    expect(server.applied.size).toBe(0);

    await desk.crash();
    desk.platform.serverFetch = accepts;
    await desk.store.request('syncNow', null);
    await desk.synced();
    expect([...server.applied.values()]).toEqual([1, 1]);
  });

  it('says by how much its clock is wrong, until it is set', async () => {
    server.now = () => new Date(desk.platform.now() + 3 * 3600 * 1000);
    const desk = await deskOf(anne);
    const wrong = await desk.until('status', null, ({ clockOffset }) => clockOffset !== undefined);
    expect(wrong.clockOffset).toBe(3 * 3600 * 1000);
    expect(desk.platform.logged).toContain('clock-wrong 10800000 ms');
    server.now = () => new Date(desk.platform.now() + 59_000);
    // As a clock that is set looks to whoever watches it.
    desk.platform.wakeUp();
    desk.platform.advance(500);
    await desk.until('status', null, ({ clockOffset }) => clockOffset === undefined);
  });

  it('tells the server what time it has with all that it pushes', async () => {
    const desk = await deskOf(anne);
    await desk.createTicket(n1, 'Box en panne');
    await desk.synced();
    expect(server.pushes.map(({ now }) => now)).toEqual([new Date(desk.platform.now()).toISOString()]);
  });

  it('works without a token, sending nothing', async () => {
    const desk = new TestDesk(anne, [n1], null);
    desks.push(desk);
    await desk.open();
    await desk.createTicket(n1, 'Box en panne');
    const { sync, queued } = await desk.until('status', null, ({ sync }) => sync.state === 'signed-out');
    expect([sync.state, queued]).toEqual(['signed-out', 1]);
  });

  it('shows what the server refused until the agent dismisses it', async () => {
    const [one, other] = [await deskOf(anne), await deskOf(bruno)];
    const ticket = aTicket(n1, { state: 'open' });
    server.write('tickets', ticket);
    await Promise.all([one.synced(), other.synced()]);
    await one.until('ticket', { id: ticket.id }, (view) => view !== null);
    server.stop();
    await one.addNote(ticket.id, 'Mes mots');
    server.remove('tickets', ticket.id);
    server.start();
    await one.store.request('syncNow', null);
    const [refused] = await one.until('refused', null, (list) => list.length === 1);
    expect(refused).toMatchObject({
      name: 'note.add@1',
      args: { text: 'Mes mots' },
      result: { outcome: 'rejected', code: 'MUTATION_TARGET_MISSING' },
    });
    const view = await one.until('ticket', { id: ticket.id }, (answer) => answer?.delivery === 'refused');
    expect(view?.timeline[0]).toMatchObject({ delivery: 'refused', entry: { text: 'Mes mots' } });

    await one.crash();
    expect(await one.until('refused', null)).toHaveLength(1);
    expect(await one.store.request('dismissRefused', { id: refused?.id ?? '' })).toMatchObject({ ok: true });
    await one.until('ticket', { id: ticket.id }, (answer) => answer === null);
    expect(await one.store.request('dismissRefused', { id: refused?.id ?? '' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('tells the agent who lost a conflict, and keeps their value in the timeline', async () => {
    const [one, other] = [await deskOf(anne), await deskOf(bruno)];
    const ticket = aTicket(n1, { subject: 'Avant' });
    server.write('tickets', ticket);
    await Promise.all([one.synced(), other.synced()]);
    for (const desk of [one, other]) await desk.until('ticket', { id: ticket.id }, (view) => view !== null);
    server.stop();
    const rename = (desk: TestDesk, value: string) =>
      desk.store.request('mutate', {
        name: 'ticket.update@1',
        args: { id: ticket.id, entryId: newId(), changes: { subject: { base: 'Avant', value } } },
      });
    await rename(one, 'Premier');
    await rename(other, 'Second');
    server.start();
    await one.store.request('syncNow', null);
    await one.synced();
    await other.store.request('syncNow', null);
    const [lost] = await other.until('refused', null, (list) => list.length === 1);
    expect(lost?.result).toMatchObject({ outcome: 'conflict', fields: ['subject'] });
    const view = await other.until('ticket', { id: ticket.id }, (answer) => answer?.ticket.subject === 'Premier');
    expect(view?.timeline).toMatchObject([{ entry: { kind: 'lost-value', field: 'subject', value: 'Second' } }]);
  });

  it('sends again what a restored server has forgotten', async () => {
    const desk = await deskOf(anne);
    await desk.synced();
    const restore = server.backup();
    const ticketId = await desk.createTicket(n1, 'Après la sauvegarde');
    await desk.synced();
    restore();
    await desk.store.request('syncNow', null);
    await vi.waitFor(() => expect(server.rows.has(`tickets/${ticketId}`)).toBe(true));
    await desk.synced();
    expect(await desk.until('ticket', { id: ticketId })).toMatchObject({ delivery: 'confirmed' });
  });

  it('drops what a restored server no longer has and nobody sends again', async () => {
    const kept = aTicket(n1);
    const lost = aTicket(n1);
    server.write('tickets', kept);
    const restore = server.backup();
    server.write('tickets', lost);
    const desk = await deskOf(anne);
    await desk.until('ticket', { id: lost.id }, (view) => view !== null);
    restore();
    await desk.store.request('syncNow', null);
    await desk.until('ticket', { id: lost.id }, (view) => view === null);
    expect(await desk.until('ticket', { id: kept.id })).not.toBeNull();
  });

  it('is known again by a server that forgot it, also when its old mutations are long gone', async () => {
    const desk = await deskOf(anne);
    const ticketId = await desk.createTicket(n1, 'Ancien');
    await desk.synced();
    desk.platform.advance(72 * 3600 * 1000);
    server.forgetClients();
    await desk.addNote(ticketId, 'Trois jours plus tard');
    await vi.waitFor(() => expect(server.applied.size).toBe(2));
    await desk.synced();
    expect([...server.applied.values()]).toEqual([1, 1]);
  });

  it('drops the rows of a team that the agent has left, and gets those of one they join', async () => {
    const inN1 = aTicket(n1);
    const inN2 = aTicket(n2);
    server.write('tickets', inN1);
    server.write('tickets', inN2);
    const desk = await deskOf(anne);
    await desk.until('ticket', { id: inN1.id }, (view) => view !== null);
    expect(await desk.until('ticket', { id: inN2.id })).toBeNull();
    const moved = { ...anne, teamIds: [n2.id] };
    server.write('agents', moved);
    server.sessions.set(desk.session.token ?? '', { agentId: anne.id, role: 'agent', teamIds: [n2.id] });
    await desk.store.request('syncNow', null);
    await desk.until('ticket', { id: inN2.id }, (view) => view !== null);
    await desk.until('ticket', { id: inN1.id }, (view) => view === null);
    const list = await desk.until('tickets', { view: 'team', text: '', limit: 10 });
    expect(list.lines.map(({ id }) => id)).toEqual([inN2.id]);
  });

  it.each([
    ['once, however many pages come in the same moment', 0, [100]],
    ['anew after 400 ms, with the page that comes then', 400, [100, 200, 300]],
  ])('tells how many rows have come while the first sync runs: %s', async (_, millis, told) => {
    for (let i = 0; i < 450; i++) server.write('contacts', aContact({ name: `Client ${i}` }));
    server.pageRows = 100;
    const desk = new TestDesk(anne, [n1], server.signIn(anne));
    desks.push(desk);
    desk.platform.serverFetch = (...asked) => {
      desk.platform.advance(millis);
      return server.fetch(...asked);
    };
    const seen: number[] = [];
    desk.store.watch('status', null, ({ sync }) => {
      if (sync.state === 'syncing' && sync.first && sync.rows > 0 && sync.rows !== seen.at(-1)) seen.push(sync.rows);
    });
    await desk.open();
    await desk.synced();
    expect(seen.slice(0, told.length)).toEqual(told);
    if (millis === 0) expect(seen).toEqual(told);
    expect(await desk.until('contacts', { text: 'client 449', limit: 5 })).toHaveLength(1);
  });
});

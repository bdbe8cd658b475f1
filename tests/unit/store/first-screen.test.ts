import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { databaseName, type StoreQueries } from '../../../renderer/store/contract.ts';
import { TestDesk, aTeam, aTicket, anAgent, serverUrl } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';

const team = aTeam('N1');
const anne = anAgent('Anne', [team]);
const question: StoreQueries['tickets']['argument'] = { view: 'team', text: '', limit: 20 };

describe('the first screen after a start', () => {
  let server: ModelServer;
  let desk: TestDesk;
  const ticket = aTicket(team, { subject: 'Comme hier' });
  beforeEach(async () => {
    server = new ModelServer([team], [anne]);
    server.write('tickets', ticket);
    desk = TestDesk.at(server, anne, [team]);
    await desk.open();
    await desk.synced();
    await desk.until('tickets', question, ({ total }) => total === 1);
    await desk.until('ticket', { id: ticket.id });
    desk.platform.advance(500);
    // A request after it: the record has been written.
    await desk.store.request('saveDraft', { key: 'note:x', text: 'x' });
  });
  afterEach(() => desk.close());

  it('is at hand before any row is loaded, with the drafts', async () => {
    desk.draws = false;
    const opening = desk.crash();
    await desk.firstScreen;
    expect(desk.store.known('tickets', question)).toMatchObject({ total: 1, lines: [{ subject: 'Comme hier' }] });
    expect(desk.store.known('ticket', { id: ticket.id })).toMatchObject({ ticket: { id: ticket.id } });
    expect(desk.store.keptDraft('note:x')).toBe('x');

    const answered: unknown[] = [];
    desk.store.watch('teams', null, (answer) => answered.push(answer));
    expect(answered).toEqual([]);
    desk.store.drawn();
    await opening;
    await desk.until('teams', null);
  });

  it('is what was shown, not what was to be shown next', async () => {
    const next = aTicket(team, { subject: 'La suivante' });
    server.write('tickets', next);
    server.poke();
    desk.store.watchAhead('ticket', { id: next.id });
    await vi.waitUntil(() => desk.store.known('ticket', { id: next.id }) !== undefined);
    desk.platform.advance(500);
    await desk.store.request('saveDraft', { key: 'note:x', text: 'y' });

    desk.draws = false;
    const opening = desk.crash();
    await desk.firstScreen;
    expect(desk.store.known('ticket', { id: ticket.id })).toMatchObject({ ticket: { id: ticket.id } });
    desk.store.drawn();
    await opening;
  });

  it.each([
    ['the same agent', anne],
    ['somebody else', anAgent('Bruno', [team])],
  ])('is right when the data of %s was opened before it was known who is signed in', async (_, expected) => {
    const name = databaseName(serverUrl, expected.id);
    desk.draws = false;
    const opening = desk.crash(name);
    await desk.firstScreen;
    expect(desk.store.keptDraft('note:x')).toBe('x');
    desk.store.drawn();
    await opening;
    await desk.until('tickets', question, ({ total }) => total === 1);
    expect((await desk.platform.lock(name)) === null).toBe(expected === anne);
  });

  it.each([
    ['after a moment, if the desk never draws', () => desk.platform.advance(250)],
    ['as soon as the desk asks for something', () => void desk.store.request('draft', { key: 'note:x' })],
  ])('lets the rows be loaded %s', async (_, act) => {
    desk.draws = false;
    const opening = desk.crash();
    await desk.firstScreen;
    act();
    await opening;
    await desk.until('tickets', question, ({ total }) => total === 1);
  });

  it('is put right as soon as the rows are there', async () => {
    server.stop();
    await desk.createTicket(team, 'Depuis');
    await desk.crash();
    const { lines } = await desk.until('tickets', question, ({ total }) => total === 2);
    expect(lines.map(({ subject }) => subject)).toEqual(['Comme hier', 'Depuis']);
  });

  it('is not given once the rows are there', async () => {
    server.stop();
    await desk.createTicket(team, 'Depuis');
    const { total } = await desk.until('tickets', question);
    expect(total).toBe(2);
  });

  it('answers another question only from the rows', async () => {
    await desk.crash();
    const { lines } = await desk.until('tickets', { ...question, text: 'introuvable' });
    expect(lines).toEqual([]);
  });
});

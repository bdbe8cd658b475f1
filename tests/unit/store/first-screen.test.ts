import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentStore } from '../../../renderer/store/agent-store.ts';
import type { StoreQueries } from '../../../renderer/store/contract.ts';
import { TestDesk, aTeam, aTicket, anAgent } from './support/desk.ts';
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

  it('is given from the last one before any row is loaded', async () => {
    await desk.close();
    const store = await AgentStore.open(desk.platform, desk.session);
    const answers: unknown[] = [];
    store.watch(1, 'tickets', question, (answer) => answers.push(answer));
    store.watch(2, 'ticket', { id: ticket.id }, (answer) => answers.push(answer));
    expect(answers).toMatchObject([{ total: 1, lines: [{ subject: 'Comme hier' }] }, { ticket: { id: ticket.id } }]);
    expect((await store.drafts.read('note:x'))?.text).toBe('x');
    await store.close();
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

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { TestDesk, aTeam, anAgent } from './support/desk.ts';

describe('mutations on this machine', () => {
  const team = aTeam('N1');
  const agent = anAgent('Anne', [team]);
  let desk: TestDesk;
  beforeEach(async () => {
    desk = new TestDesk(agent, [team], 'a-token-that-nobody-asks-for-yet-here');
    await desk.open();
  });
  afterEach(() => desk.close());

  it('shows a ticket and its note at once while the server is away', async () => {
    const ticketId = await desk.createTicket(team, 'Box en panne');
    await desk.addNote(ticketId, 'Voyant rouge');
    const view = await desk.until('ticket', { id: ticketId }, (answer) => answer?.timeline.length === 1);
    expect(view?.ticket.subject).toBe('Box en panne');
    expect(view?.timeline[0]).toMatchObject({
      entry: { text: 'Voyant rouge' },
      authorName: 'Anne',
      delivery: 'queued',
    });
    const status = await desk.until('status', null, ({ queued }) => queued === 2);
    expect(status.refused).toEqual([]);
  });

  it('has them after a crash, still queued', async () => {
    const ticketId = await desk.createTicket(team, 'Box en panne');
    await desk.addNote(ticketId, 'Voyant rouge');
    await desk.crash();
    const view = await desk.until('ticket', { id: ticketId });
    expect(view?.timeline).toHaveLength(1);
    expect((await desk.until('status', null)).queued).toBe(2);
  });

  it('refuses what the rules refuse, and queues nothing', async () => {
    const refused = await desk.store.request('mutate', {
      name: 'note.add@1',
      args: { id: newId(), ticketId: newId(), text: 'Perdu' },
    });
    expect(refused).toMatchObject({ ok: false, code: 'MUTATION_TARGET_MISSING' });
    expect((await desk.until('status', null)).queued).toBe(0);
  });
});

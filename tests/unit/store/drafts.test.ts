import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Id } from '../../../domain/ids.ts';
import { TestDesk, aTeam, anAgent } from './support/desk.ts';

describe('words that are being typed', () => {
  const team = aTeam('N1');
  const agent = anAgent('Anne', [team]);
  let desk: TestDesk;
  let ticketId: Id;
  beforeEach(async () => {
    desk = new TestDesk(agent, [team], null);
    await desk.open();
    ticketId = await desk.createTicket(team, 'Box en panne');
  });
  afterEach(() => desk.close());

  const save = (text: string) => desk.store.request('saveDraft', { key: `note:${ticketId}`, text });
  const send = (id = ticketId) => desk.store.request('sendDraft', { key: `note:${ticketId}`, ticketId: id });
  const draft = () => desk.store.request('draft', { key: `note:${ticketId}` });

  it('are there after a crash', async () => {
    expect(await save('Le client dit que')).toMatchObject({ ok: true, value: { savedAt: '2026-11-20T09:00:00.000Z' } });
    await desk.crash();
    expect(await draft()).toMatchObject({ text: 'Le client dit que' });
  });

  it('are gone when the agent deletes them', async () => {
    await save('Non');
    await save('');
    expect(await draft()).toBeNull();
  });

  it('become a note and end as a draft at once', async () => {
    await save('Box redémarrée');
    expect(await send()).toMatchObject({ ok: true });
    expect(await draft()).toBeNull();
    const view = await desk.until('ticket', { id: ticketId }, (answer) => answer?.timeline.length === 1);
    expect(view?.timeline[0]).toMatchObject({ entry: { kind: 'note', text: 'Box redémarrée' } });
  });

  it('become one note though the key is pressed twice', async () => {
    await save('Une fois');
    const [first, second] = await Promise.all([send(), send()]);
    expect([first.ok, second.ok]).toEqual([true, false]);
    expect(second).toMatchObject({ code: 'NOT_FOUND' });
    const view = await desk.until('ticket', { id: ticketId });
    expect(view?.timeline).toHaveLength(1);
  });

  it('are sent as they were when the key was pressed; what is typed after stays a draft', async () => {
    void save('Premier');
    const sent = send();
    void save('Second');
    expect(await sent).toMatchObject({ ok: true });
    expect(await draft()).toMatchObject({ text: 'Second' });
    const view = await desk.until('ticket', { id: ticketId });
    expect(view?.timeline).toMatchObject([{ entry: { text: 'Premier' } }]);
  });

  it('are never sent on another ticket', async () => {
    const other = await desk.createTicket(team, 'Autre');
    await save('Pour le premier');
    expect(await send(other)).toMatchObject({ ok: false, code: 'MUTATION_INVALID' });
    expect(await draft()).toMatchObject({ text: 'Pour le premier' });
  });

  it('stay a draft when there is nothing but blanks, or the ticket refuses the note', async () => {
    await save('  \n ');
    expect(await send()).toMatchObject({ ok: false, code: 'NOT_FOUND' });
    await save('x'.repeat(20_001));
    expect(await send()).toMatchObject({ ok: false, code: 'MUTATION_INVALID' });
    expect(await draft()).not.toBeNull();
  });
});

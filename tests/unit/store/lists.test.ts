import { afterEach, describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { TestDesk, aContact, aTeam, aTicket, anAgent } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';

const n1 = aTeam('N1');
const n2 = aTeam('N2');
const anne = anAgent('Anne', [n1]);
const bruno = { ...anAgent('Bruno', [n2]), teamIds: [n1.id, n2.id] };
const contact = aContact({ name: 'Éloïse Quéré', organisation: 'Crêperie du Port', town: 'Brest' });

let desk: TestDesk;
afterEach(() => desk.close());

async function deskWith(tickets: ReturnType<typeof aTicket>[]): Promise<void> {
  const server = new ModelServer([n1, n2], [anne, bruno]);
  server.write('contacts', contact);
  for (const ticket of tickets) server.write('tickets', ticket);
  desk = TestDesk.at(server, anne, [n1, n2]);
  await desk.open();
  await desk.synced();
}

async function subjects(view: 'mine' | 'team' | 'unassigned' | 'solved', text = '', limit = 50): Promise<string[]> {
  const { lines } = await desk.until('tickets', { view, text, limit });
  return lines.map(({ subject }) => subject);
}

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`;

describe('lists of tickets', () => {
  it('begin with the most urgent, then the longest untouched', async () => {
    await deskWith([
      aTicket(n1, { subject: 'faible', impact: 5, urgency: 5, updatedAt: at(1) }),
      aTicket(n1, { subject: 'forte récente', impact: 1, urgency: 1, updatedAt: at(9) }),
      aTicket(n1, { subject: 'forte ancienne', impact: 1, urgency: 2, updatedAt: at(2) }),
      aTicket(n1, { subject: 'majeur', impact: 5, urgency: 5, major: true, updatedAt: at(10) }),
    ]);
    expect(await subjects('team')).toEqual(['majeur', 'forte ancienne', 'forte récente', 'faible']);
    expect(await subjects('team', '', 2)).toEqual(['majeur', 'forte ancienne']);
    const { total, lines } = await desk.until('tickets', { view: 'team', text: '', limit: 1 });
    expect([total, lines.length, lines[0]?.priority]).toEqual([4, 1, 'major']);
  });

  it('show what each view promises', async () => {
    await deskWith([
      aTicket(n1, { subject: 'à moi', assigneeId: anne.id }),
      aTicket(n1, { subject: 'à Bruno', assigneeId: bruno.id }),
      aTicket(n1, { subject: 'à personne', state: 'new' }),
      aTicket(n1, { subject: 'en attente', assigneeId: anne.id, state: 'pending', updatedAt: at(20) }),
      aTicket(n1, { subject: 'résolu hier', state: 'solved', updatedAt: at(19) }),
      aTicket(n1, { subject: 'clos avant', state: 'closed', updatedAt: at(3), impact: 1, urgency: 1 }),
      aTicket(n2, { subject: 'autre équipe' }),
    ]);
    expect(await subjects('mine')).toEqual(['à moi', 'en attente']);
    expect(new Set(await subjects('team'))).toEqual(new Set(['à moi', 'à Bruno', 'à personne', 'en attente']));
    expect(await subjects('unassigned')).toEqual(['à personne']);
    expect(await subjects('solved')).toEqual(['résolu hier', 'clos avant']);
  });

  it('carry all that a line paints', async () => {
    await deskWith([
      aTicket(n1, { reference: 4711, assigneeId: anne.id, contactId: contact.id, createdAt: at(4), updatedAt: at(5) }),
    ]);
    const { lines } = await desk.until('tickets', { view: 'mine', text: '', limit: 5 });
    expect(lines).toMatchObject([
      {
        reference: 4711,
        state: 'open',
        priority: 3,
        teamName: 'N1',
        contactName: 'Éloïse Quéré',
        assigneeName: 'Anne',
        mine: true,
        createdAt: at(4),
        updatedAt: at(5),
        delivery: 'confirmed',
      },
    ]);
  });

  it.each([
    ['reference', '4711'],
    ['reference as written', '#4711'],
    ['words without accents', 'elo quere'],
    ['organisation', 'CREPERIE'],
    ['town', 'brest'],
    ['subject', 'messag pleine'],
    ['words of both', 'messagerie éloïse'],
  ])('find by %s', async (_what, text) => {
    await deskWith([
      aTicket(n1, { reference: 4711, subject: 'Messagerie pleine', contactId: contact.id }),
      aTicket(n1, { reference: 1200, subject: 'Imprimante' }),
    ]);
    expect(await subjects('team', text)).toEqual(['Messagerie pleine']);
    expect(await subjects('team', `${text} introuvable`)).toEqual([]);
  });

  it('are answered again when a change touches them, and only then', async () => {
    await deskWith([aTicket(n1, { subject: 'ancien', updatedAt: at(1) })]);
    const answers: string[][] = [];
    const stop = desk.store.watch('tickets', { view: 'team', text: '', limit: 9 }, ({ lines }) => {
      answers.push(lines.map(({ subject }) => subject));
    });
    await desk.until('tickets', { view: 'team', text: '', limit: 9 });
    await desk.store.request('saveDraft', { key: 'note:x', text: 'rien à voir' });
    await desk.createTicket(n1, 'nouveau');
    await desk.until('tickets', { view: 'team', text: '', limit: 9 }, ({ total }) => total === 2);
    stop();
    await desk.synced();
    expect(answers[0]).toEqual(['ancien']);
    expect(answers.at(-1)).toEqual(['ancien', 'nouveau']);
    expect(answers.length).toBeLessThanOrEqual(5);
  });
});

describe('a ticket', () => {
  it('has notes and calls in one timeline, oldest first, and the other open tickets of its contact', async () => {
    const ticket = aTicket(n1, { contactId: contact.id });
    const other = aTicket(n1, { contactId: contact.id, subject: 'Autre souci' });
    await deskWith([ticket, other, aTicket(n1, { contactId: contact.id, state: 'solved' })]);
    const callId = newId();
    desk.platform.advance(3_600_000);
    const record = {
      id: callId,
      teamId: n1.id,
      direction: 'incoming' as const,
      number: '+33298001234',
      displayName: null,
      queue: 'hotline',
      startedAt: '2026-11-20T09:30:00.000Z',
      answeredAt: null,
      endedAt: null,
      outcome: null,
    };
    await desk.store.request('mutate', { name: 'call.log@1', args: record });
    await desk.addNote(ticket.id, 'après');
    await desk.store.request('mutate', { name: 'call.link@1', args: { id: callId, ticketId: ticket.id } });
    const view = await desk.until('ticket', { id: ticket.id }, (answer) => answer?.timeline.length === 2);
    expect(view?.timeline.map(({ kind }) => kind)).toEqual(['call', 'entry']);
    expect(view?.contact?.name).toBe('Éloïse Quéré');
    expect(view?.team?.name).toBe('N1');
    expect(view?.otherOpen.map(({ subject }) => subject)).toEqual(['Autre souci']);
    expect(await desk.until('calls', { limit: 5 })).toMatchObject([{ id: callId }]);
    expect(await desk.until('call', { id: callId })).toMatchObject({ ticketId: ticket.id });
  });

  it('is null when it is not here', async () => {
    await deskWith([]);
    expect(await desk.until('ticket', { id: newId() })).toBeNull();
  });
});

describe('agents and teams', () => {
  it('are given by name', async () => {
    await deskWith([]);
    expect((await desk.until('agents', null)).map(({ name }) => name)).toEqual(['Anne', 'Bruno']);
    expect((await desk.until('teams', null)).map(({ name }) => name)).toEqual(['N1', 'N2']);
  });
});

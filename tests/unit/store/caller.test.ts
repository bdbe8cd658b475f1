import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { TestDesk, aContact, aTeam, aTicket, anAgent } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';

const team = aTeam('N1');
const anne = anAgent('Anne', [team]);
const yann = aContact({ name: 'Yann Le Goff', town: 'Quimper', numbers: ['+33298001234'], customerNumber: 'C-1042' });
const site = [
  aContact({ name: 'Mairie', numbers: ['+33298110000'] }),
  aContact({ name: 'École', numbers: ['+33298110000', '+33612345678'] }),
];

let server: ModelServer;
let desk: TestDesk;
beforeAll(async () => {
  server = new ModelServer([team], [anne]);
  for (const contact of [yann, ...site]) server.write('contacts', contact);
  server.write('tickets', aTicket(team, { subject: 'mineur', contactId: yann.id, impact: 5, urgency: 5 }));
  server.write('tickets', aTicket(team, { subject: 'grave', contactId: yann.id, impact: 1, urgency: 1 }));
  server.write('tickets', aTicket(team, { subject: 'fini', contactId: yann.id, state: 'closed' }));
  server.write('tickets', aTicket(team, { subject: 'inconnu', callerNumber: '01 44 55 66 77' }));
  for (const [day, number] of [
    [1, '0298001234'],
    [3, '+33298001234'],
    [2, '0144556677'],
  ] as const) {
    server.write('calls', {
      id: newId(),
      scope: team.id,
      agentId: anne.id,
      direction: 'incoming',
      number,
      displayName: null,
      contactId: null,
      ticketId: null,
      queue: null,
      startedAt: `2026-11-0${day}T08:00:00.000Z`,
      answeredAt: null,
      endedAt: null,
      outcome: 'missed',
    });
  }
  desk = TestDesk.at(server, anne, [team]);
  await desk.open();
  await desk.synced();
});
afterAll(() => desk.close());

describe('who is calling', () => {
  it.each([
    '0298001234',
    '02 98 00 12 34',
    '+33 (0)2 98 00 12 34',
    '0033298001234',
    'sip:0298001234@pbx',
    '33298001234',
  ])('is recognised from %s, with their open tickets and earlier calls', async (number) => {
    const view = await desk.until('caller', { number });
    expect(view.recognition).toMatchObject({ kind: 'known', contact: { name: 'Yann Le Goff' } });
    expect(view.openTickets.map(({ subject }) => subject)).toEqual(['grave', 'mineur']);
    expect(view.lastCalls.map(({ startedAt }) => startedAt.slice(0, 10))).toEqual(['2026-11-03', '2026-11-01']);
  });

  it('may be several with one number', async () => {
    const { recognition } = await desk.until('caller', { number: '0298110000' });
    expect(recognition).toMatchObject({ kind: 'several', contacts: [{ name: 'École' }, { name: 'Mairie' }] });
  });

  it('may be nobody we know, who called before', async () => {
    const view = await desk.until('caller', { number: '+33144556677' });
    expect(view.recognition).toEqual({ kind: 'unknown' });
    expect(view.openTickets.map(({ subject }) => subject)).toEqual(['inconnu']);
    expect(view.lastCalls).toHaveLength(1);
  });

  it('may be withheld, or a colleague', async () => {
    expect((await desk.until('caller', { number: null })).recognition).toEqual({ kind: 'withheld' });
    expect((await desk.until('caller', { number: 'sip:anonymous@anonymous.invalid' })).recognition.kind).toBe(
      'withheld',
    );
    expect((await desk.until('caller', { number: '202' })).recognition).toEqual({ kind: 'internal', extension: '202' });
  });

  it('is known by the customer number that the PBX gives, from whatever number', async () => {
    for (const [number, customerNumber] of [
      [null, 'c-1042'],
      ['+33144556677', ' C-1042 '],
      ['0298110000', 'C-1042'],
    ] as const) {
      const view = await desk.until('caller', { number, customerNumber });
      expect(view.recognition).toMatchObject({ kind: 'known', contact: { name: 'Yann Le Goff' } });
      expect(view.openTickets.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['grave', 'mineur']));
    }
    // Part of one is not one, and what nobody has leaves the number to say who it is.
    for (const customerNumber of ['1042', 'C-10', 'C-9']) {
      const view = await desk.until('caller', { number: '+33144556677', customerNumber });
      expect(view.recognition).toEqual({ kind: 'unknown' });
    }
  });

  it('becomes known as soon as a contact with the number is made', async () => {
    const number = '+33277889900';
    const known = desk.until('caller', { number }, ({ recognition }) => recognition.kind === 'known');
    const { id, name, organisation, town, email, numbers, customerNumber } = aContact({
      name: 'Neuf',
      numbers: [number],
    });
    const args = { id, name, organisation, town, email, numbers, customerNumber };
    await desk.store.request('mutate', { name: 'contact.create@1', args });
    expect((await known).recognition).toMatchObject({ contact: { name: 'Neuf' } });
  });
});

describe('contacts', () => {
  it.each([
    ['a name without accents', 'ecole', 'École'],
    ['a town', 'quimp', 'Yann Le Goff'],
    ['a customer number', 'c-1042', 'Yann Le Goff'],
    ['a number as people write it', '02 98 00 12 34', 'Yann Le Goff'],
    ['the beginning of a number', '06 12', 'École'],
  ])('are found by %s', async (_what, text, name) => {
    const found = await desk.until('contacts', { text, limit: 10 });
    expect(found.map((contact) => contact.name)).toEqual([name]);
  });

  it('are listed by name, as many as asked for', async () => {
    const found = await desk.until('contacts', { text: '', limit: 2 });
    expect(found.map((contact) => contact.name)).toEqual(['École', 'Mairie']);
  });
});

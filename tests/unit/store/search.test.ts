import { afterEach, describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { SearchAnswer, SearchFilter } from '../../../renderer/store/contract.ts';
import { databaseName } from '../../../renderer/store/contract.ts';
import { SearchShelf } from '../../../renderer/store/search/shelf.ts';
import { TestDesk, aContact, aTeam, aTicket, anAgent, serverUrl } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';

const n1 = aTeam('N1');
const n2 = aTeam('N2');
const anne = anAgent('Anne', [n1]);
const bruno = { ...anAgent('Bruno', [n2]), teamIds: [n1.id, n2.id] };
const everything: SearchFilter = {
  states: [],
  teamId: null,
  assigneeId: null,
  tag: null,
  since: null,
  until: null,
};

let desk: TestDesk;
afterEach(() => desk.close());

type Given = {
  readonly tickets: readonly Ticket[];
  readonly contacts?: readonly Contact[];
  readonly notes?: readonly [Ticket, string][];
};

function serverWith({ tickets, contacts = [], notes = [] }: Given): ModelServer {
  const server = new ModelServer([n1, n2], [anne, bruno]);
  for (const contact of contacts) server.write('contacts', contact);
  // As in a first sync: notes come before the last change of their ticket.
  for (const [{ id, scope }, text] of notes) {
    server.write('entries', { kind: 'note', id: newId(), scope, ticketId: id, authorId: anne.id, at: at(1), text });
  }
  for (const ticket of tickets) server.write('tickets', ticket);
  return server;
}

async function deskWith(given: Given): Promise<ModelServer> {
  const server = serverWith(given);
  desk = TestDesk.at(server, bruno, [n1, n2]);
  await desk.open();
  await desk.synced();
  return server;
}

/** The first whole answer that is wanted; time goes on meanwhile, for the index is made in slices. */
async function search(
  text: string,
  filter: Partial<SearchFilter> = {},
  wanted: (answer: SearchAnswer) => boolean = () => true,
): Promise<SearchAnswer> {
  const running = { over: false };
  const answer = desk
    .until(
      'search',
      { text, filter: { ...everything, ...filter }, limit: 50 },
      (each) => each.ready === 1 && wanted(each),
    )
    .finally(() => (running.over = true));
  answer.catch(() => undefined);
  while (!running.over) {
    desk.platform.advance(300);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return await answer;
}

async function subjects(text: string, filter: Partial<SearchFilter> = {}): Promise<string[]> {
  return (await search(text, filter)).tickets.map(({ line }) => line.subject);
}

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`;

describe('a search', () => {
  it.each([
    ['redémarre', 'La box redémarre toutes les dix minutes'],
    ['REDEMARRE', 'La box redémarre toutes les dix minutes'],
    ['redém', 'La box redémarre toutes les dix minutes'],
    ['redemare', 'La box redémarre toutes les dix minutes'],
    ['redemarrages', 'La box redémarre toutes les dix minutes'],
    ['minutes redemarre', 'La box redémarre toutes les dix minutes'],
    ['la box', 'La box redémarre toutes les dix minutes'],
    ['wifi', 'Le Wi-Fi ne va pas à l’étage'],
    ['wi-fi', 'Le Wi-Fi ne va pas à l’étage'],
    ['etage', 'Le Wi-Fi ne va pas à l’étage'],
    ['oeuvre', 'Mise en œuvre du standard'],
    ['printers', 'The printer on the second floor is offline'],
    ['pirnter offline', 'The printer on the second floor is offline'],
  ])('for %s finds “%s”', async (text, subject) => {
    await deskWith({
      tickets: [
        aTicket(n1, { subject: 'La box redémarre toutes les dix minutes' }),
        aTicket(n1, { subject: 'Le Wi-Fi ne va pas à l’étage' }),
        aTicket(n1, { subject: 'Mise en œuvre du standard' }),
        aTicket(n2, { subject: 'The printer on the second floor is offline' }),
      ],
    });
    expect(await subjects(text)).toEqual([subject]);
  });

  it('finds a ticket by its number, its notes, its tags and its contact', async () => {
    const roussel = aContact({ name: 'Aïcha Roussel', town: 'Brest', customerNumber: 'AT 4821 9907' });
    const tickets = [
      aTicket(n1, { subject: 'premier', reference: 48213 }),
      aTicket(n1, { subject: 'second', reference: 48220, contactId: roussel.id }),
      aTicket(n1, { subject: 'troisième', reference: 1007, tags: ['Fibre optique'] }),
    ] as const;
    await deskWith({ tickets, contacts: [roussel], notes: [[tickets[2], 'Le décodeur affiche l’erreur E114.']] });
    expect(await subjects('48213')).toEqual(['premier']);
    expect(await subjects('#48213')).toEqual(['premier']);
    expect(new Set(await subjects('482'))).toEqual(new Set(['premier', 'second']));
    expect(await subjects('rousel')).toEqual(['second']);
    expect(await subjects('4821 9907')).toEqual(['second']);
    expect(await subjects('at48219907')).toEqual(['second']);
    expect(await subjects('fibre')).toEqual(['troisième']);
    const byNote = await search('decodeur e114');
    expect(byNote.tickets.map(({ line, noteId }) => [line.subject, noteId !== null])).toEqual([['troisième', true]]);
    expect((await search('roussel')).contacts.map(({ contact }) => contact.name)).toEqual(['Aïcha Roussel']);
    const noteIds = byNote.tickets.flatMap(({ noteId }) => (noteId === null ? [] : [noteId]));
    const [excerpt] = await desk.until('excerpts', { text: 'decodeur e114', forgiving: false, noteIds });
    expect(excerpt?.marks.map(([from, to]) => excerpt.text.slice(from, to))).toEqual(['décodeur', 'E114']);
  });

  it.each([
    '0612345678',
    '06 12 34 56 78',
    '06.12.34',
    '+33 6 12 34 56 78',
    '+33 (0)6 12',
    '0033612345',
    '345678',
    '34 56 78',
  ])('finds who has the number, written %s', async (text) => {
    const roussel = aContact({ name: 'Aïcha Roussel', numbers: ['+33612345678'] });
    await deskWith({
      tickets: [
        aTicket(n1, { subject: 'de la cliente', contactId: roussel.id }),
        aTicket(n1, { subject: 'd’un inconnu', callerNumber: '+33612345678' }),
        aTicket(n1, { subject: 'd’un autre', callerNumber: '+33298001234' }),
      ],
      contacts: [roussel, aContact({ numbers: ['+33298001234'] })],
    });
    const { tickets, contacts } = await search(text);
    expect(new Set(tickets.map(({ line }) => line.subject))).toEqual(new Set(['de la cliente', 'd’un inconnu']));
    expect(contacts.map(({ contact }) => contact.id)).toEqual([roussel.id]);
  });

  it('puts first what fits best, then the newer', async () => {
    const old = aTicket(n1, { subject: 'Écran noir', updatedAt: at(1), state: 'closed' });
    const noted = aTicket(n1, { subject: 'Télévision', updatedAt: at(18) });
    const young = aTicket(n1, { subject: 'Écran noir', updatedAt: at(18) });
    await deskWith({ tickets: [old, noted, young], notes: [[noted, 'écran noir']] });
    const { tickets } = await search('ecran noir');
    expect(tickets.map(({ line }) => line.id)).toEqual([young.id, old.id, noted.id]);
  });

  it('lets through what the filter says', async () => {
    await deskWith({
      tickets: [
        aTicket(n1, { subject: 'panne un', state: 'new', updatedAt: at(2) }),
        aTicket(n1, { subject: 'panne deux', assigneeId: anne.id, updatedAt: at(5), tags: ['VIP'] }),
        aTicket(n2, { subject: 'panne trois', state: 'solved', updatedAt: at(9) }),
      ],
    });
    expect(new Set(await subjects('panne', { states: ['new', 'solved'] }))).toEqual(
      new Set(['panne trois', 'panne un']),
    );
    expect(await subjects('panne', { teamId: n2.id })).toEqual(['panne trois']);
    expect(await subjects('panne', { assigneeId: anne.id })).toEqual(['panne deux']);
    expect(new Set(await subjects('panne', { assigneeId: 'nobody' }))).toEqual(new Set(['panne un', 'panne trois']));
    expect(await subjects('panne', { tag: 'vip' })).toEqual(['panne deux']);
    expect(await subjects('panne', { since: at(3), until: at(9) })).toEqual(['panne deux']);
    expect(await subjects('', { since: at(3) })).toEqual(['panne trois', 'panne deux']);
    expect(await desk.until('tags', null)).toEqual(['vip']);
  });

  it('marks what was looked for, and forgives typing errors only where nothing is written so', async () => {
    await deskWith({
      tickets: [
        aTicket(n1, { subject: 'La porte du boîtier' }),
        aTicket(n1, { subject: 'Le poste de Mme Roussel' }),
        aTicket(n1, { subject: 'porte ouverte' }),
        aTicket(n1, { subject: 'Porte-clés' }),
      ],
    });
    const exact = await search('porte');
    expect(exact).toMatchObject({ forgiving: false, total: 3 });
    const near = await search('rousel');
    expect(near).toMatchObject({ forgiving: true, loose: false });
    expect(
      near.tickets.map(({ line, subjectMarks }) => subjectMarks.map(([a, b]) => line.subject.slice(a, b))),
    ).toEqual([['Roussel']]);
    expect(await search('ouverte')).toMatchObject({ forgiving: false, total: 1 });
    const begun = await search('boit');
    expect(
      begun.tickets.map(({ line, subjectMarks }) => subjectMarks.map(([a, b]) => line.subject.slice(a, b))),
    ).toEqual([['boît']]);
  });

  it('shows what has most of the words where nothing has all', async () => {
    await deskWith({ tickets: [aTicket(n1, { subject: 'Écran noir' }), aTicket(n1, { subject: 'Facture' })] });
    const found = await search('ecran noir dimanche');
    expect(found).toMatchObject({ loose: true, total: 1 });
    expect((await search('zzzz')).tickets).toEqual([]);
  });

  it('follows what is written here and what comes from the server, at once', async () => {
    const ticket = aTicket(n1, { subject: 'Ligne coupée' });
    const server = await deskWith({ tickets: [ticket] });
    expect(await subjects('grésillement')).toEqual([]);
    server.isUp = false;
    await desk.addNote(ticket.id, 'Grésillement sur la ligne');
    expect(await subjects('gresillement')).toEqual(['Ligne coupée']);
    const made = await desk.createTicket(n1, 'Nouvelle panne de tonalité');
    expect(await subjects('tonalite')).toEqual(['Nouvelle panne de tonalité']);
    server.isUp = true;
    desk.platform.advance(20_000);
    await desk.synced();
    expect(await subjects('tonalite')).toEqual(['Nouvelle panne de tonalité']);
    const row = server.rows.get(`tickets/${made}`)?.row as Ticket;
    server.write('tickets', { ...row, subject: 'Plus de son', updatedAt: at(21) });
    server.poke();
    expect((await search('plus de son', {}, ({ total }) => total === 1)).tickets[0]?.line.id).toBe(made);
    expect(await subjects('tonalite')).toEqual([]);
    server.remove('tickets', ticket.id);
    server.poke();
    expect((await search('gresillement', {}, ({ total }) => total === 0)).tickets).toEqual([]);
  });

  it('takes a large change in slices', async () => {
    const server = await deskWith({ tickets: [] });
    expect(await subjects('numero')).toEqual([]);
    for (let number = 0; number < 700; number++) server.write('tickets', aTicket(n1, { subject: `numéro ${number}` }));
    server.poke();
    expect((await search('numero', {}, ({ total }) => total === 700)).tickets).toHaveLength(50);
  });
});

describe('a search on the server', () => {
  it('adds what is not on this machine, and says when there is no server', async () => {
    const here = aTicket(n1, { subject: 'Fibre coupée ici' });
    const there = aTicket(n2, { subject: 'Fibre coupée là-bas', reference: 4711 });
    const server = await deskWith({ tickets: [here] });
    const asked: unknown[] = [];
    desk.platform.serverFetch = async (url, init) => {
      if (!url.endsWith('/v1/search')) return await server.fetch(url, init);
      asked.push(JSON.parse(init.body as string));
      const tickets = [here, there].map((ticket) => ({ ticket, contactName: 'Zoé Fibre' }));
      return Response.json({ tickets, more: false });
    };
    const found = await desk.store.request('searchServer', { text: 'fibre', filter: { ...everything, teamId: n2.id } });
    expect(asked).toMatchObject([{ text: 'fibre', teamId: n2.id, country: 'FR' }]);
    if (!found.ok) throw new Error(found.code);
    expect(found.value.map(({ line, subjectMarks }) => [line.subject, line.teamName, subjectMarks])).toEqual([
      ['Fibre coupée là-bas', 'N2', [[0, 5]]],
    ]);
    desk.platform.serverFetch = () => Promise.reject(new TypeError('fetch failed'));
    expect(await desk.store.request('searchServer', { text: 'fibre', filter: everything })).toMatchObject({
      ok: false,
      code: 'SERVER_UNREACHABLE',
    });
  });
});

describe('the index on disk', () => {
  const tickets = Array.from({ length: 30 }, (_, number) => aTicket(n1, { subject: `Panne ${number} de fibre` }));
  const notes: [Ticket, string][] = tickets.map((ticket, number) => [ticket, `Câble ${number} changé`]);

  /** Enough of a pause that the last pack is written, and then the end of the process. */
  async function saved(): Promise<void> {
    await search('panne');
    desk.platform.advance(15_000);
    await expect.poll(async () => (await packsOnDisk()).length).toBe(1);
  }

  async function packsOnDisk() {
    const shelf = new SearchShelf(desk.platform, databaseName(serverUrl, bruno.id));
    const packs = [];
    for await (const pack of shelf.packs()) packs.push(pack);
    shelf.close();
    return packs;
  }

  it('is taken up at the next start, with what changed meanwhile', async () => {
    const server = await deskWith({ tickets, notes });
    await saved();
    const [first, second] = tickets as [Ticket, Ticket];
    server.write('tickets', { ...first, subject: 'Autre chose', updatedAt: at(22) });
    server.remove('tickets', second.id);
    await desk.crash();
    await desk.synced();
    expect((await search('panne 0')).loose).toBe(true);
    expect(await subjects('autre chose')).toEqual(['Autre chose']);
    expect((await search('panne')).total).toBe(28);
    expect((await search('cable')).total).toBe(29);
    expect(desk.platform.logged.filter((line) => line.startsWith('search'))).toEqual([]);
  });

  it.each([
    ['is of another version', { version: 0 }],
    ['ends too early', { postings: new Uint8Array([1]) }],
    ['is torn', { ids: new Uint8Array(3) }],
    ['names texts that are not there', { postings: new Uint8Array(4000).fill(127) }],
  ])('is made again where it %s', async (_what, damage) => {
    await deskWith({ tickets, notes });
    await saved();
    const [pack] = await packsOnDisk();
    const shelf = new SearchShelf(desk.platform, databaseName(serverUrl, bruno.id));
    await shelf.put({ ...pack!, ...damage });
    shelf.close();
    await desk.crash();
    expect((await search('panne')).total).toBe(30);
    expect((await search('cable')).total).toBe(30);
    expect(desk.platform.logged.some((line) => line.startsWith('search-index-rebuilt'))).toBe(true);
  });

  it('goes with the data when the agent signs out', async () => {
    await deskWith({ tickets, notes });
    await saved();
    const { platform } = desk;
    await desk.store.request('wipe', { discardQueued: false });
    const names = (await platform.disk.databases()).map(({ name }) => name);
    expect(names).toEqual([]);
  });
});

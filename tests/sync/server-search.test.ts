import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact } from '../../domain/contact/contact.ts';
import { newId } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import { SearchReply, type SearchRequest } from '../../domain/wire/search.ts';
import { PostgresRows } from '../../server/sync/postgres/row-storage.ts';
import { writeRows } from '../../server/sync/write-rows.ts';
import { TestDesk, request } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;

const roussel: Contact = {
  id: newId(),
  scope: organisationScope,
  name: 'Aïcha Roussel',
  organisation: 'Crêperie du Port',
  town: 'Brest',
  email: null,
  numbers: ['+33612345678'],
  customerNumber: 'AT 4821',
  equipment: [],
  note: null,
};

function ticket(fields: Partial<Ticket>): Ticket {
  return {
    id: newId(),
    scope: teams.red,
    reference: null,
    subject: '',
    state: 'open',
    pendingReason: null,
    remindAt: null,
    impact: 3,
    urgency: 3,
    major: false,
    contactId: null,
    callerNumber: null,
    assigneeId: null,
    tags: [],
    createdAt: '2026-11-01T08:00:00.000Z',
    createdBy: agents.alice.id,
    updatedAt: '2026-11-01T08:00:00.000Z',
    ...fields,
  };
}

const wifi = ticket({ subject: 'Le Wi-Fi redémarre à l’étage', tags: ['Réseau'], reference: 48213 });
const hers = ticket({
  subject: 'Facture',
  contactId: roussel.id,
  state: 'solved',
  updatedAt: '2026-11-05T08:00:00.000Z',
});
const called = ticket({ subject: 'Inconnu', callerNumber: '+33298001234', assigneeId: agents.bob.id });
const blue = ticket({
  subject: 'Le Wi-Fi redémarre aussi',
  scope: teams.blue,
  contactId: roussel.id,
  reference: 48214,
});

beforeAll(async () => {
  server = await startTestServer();
  const note = (of: Ticket, text: string) =>
    ({
      kind: 'note',
      id: newId(),
      scope: of.scope,
      ticketId: of.id,
      authorId: agents.alice.id,
      at: of.createdAt,
      text,
    }) as const;
  await server.db.transaction().execute(async (trx) => {
    await writeRows(new PostgresRows(trx), [
      { table: 'contacts', row: roussel, scopeBefore: undefined },
      ...[wifi, hers, called, blue].map((row) => ({ table: 'tickets', row, scopeBefore: undefined }) as const),
      { table: 'entries', row: note(called, 'Œuvre du câblage : prise remplacée'), scopeBefore: undefined },
      { table: 'entries', row: note(blue, 'Prise remplacée chez l’autre équipe'), scopeBefore: undefined },
    ]);
  });
}, 60_000);
afterAll(() => server.stop());

async function search(login: string, asked: Partial<SearchRequest>): Promise<string[]> {
  const { token } = await TestDesk.signIn(server.url, login);
  const body: SearchRequest = {
    protocol: 1,
    text: '',
    country: 'FR',
    states: [],
    teamId: null,
    assigneeId: null,
    tag: null,
    since: null,
    until: null,
    limit: 50,
    ...asked,
  };
  const answer = await request(server.url, 'POST', '/v1/search', { token, body });
  expect(answer.status).toBe(200);
  return SearchReply.parse(answer.body).tickets.map((found) => found.ticket.subject);
}

describe('a search on the server', () => {
  it.each([
    ['redemarre', [wifi]],
    ['WIFI étage', [wifi]],
    ['wi-fi', [wifi]],
    ['reseau', [wifi]],
    ['redem', [wifi]],
    ['48213', [wifi]],
    ['#48213', [wifi]],
    ['roussel', [hers]],
    ['creperie brest', [hers]],
    ['roussel facture', [hers]],
    ['06 12 34 56 78', [hers]],
    ['+33 2 98 00 12 34', [called]],
    ['oeuvre cablage', [called]],
    ['inconnu prise', [called]],
    ['roussel prise', []],
    ['48214', []],
    ["' & | ! ( ) :* <->", [hers, wifi, called]],
    ['中文 Привет', []],
  ])('for %s finds what this agent may read', async (text, expected) => {
    const found = await search('alice', { text });
    expect(new Set(found)).toEqual(new Set(expected.map(({ subject }) => subject)));
  });

  it.each(['alice', 'bob', 'erin'] as const)('never shows %s what is of another team', async (login) => {
    for (const text of ['redémarre', 'roussel', 'prise', '48214', '+33 6 12 34 56 78', '']) {
      expect(await search(login, { text })).not.toContain(blue.subject);
      expect(await search(login, { text, teamId: teams.blue })).toEqual([]);
    }
  });

  it('shows an agent of two teams what is of both', async () => {
    expect(new Set(await search('dave', { text: 'redémarre' }))).toEqual(new Set([wifi.subject, blue.subject]));
    expect(await search('carol', { text: 'prise' })).toEqual([blue.subject]);
    expect(await search('dave', { text: 'redémarre', teamId: teams.blue })).toEqual([blue.subject]);
    expect(await search('dave', { text: 'redémarre', teamId: teams.red })).toEqual([wifi.subject]);
  });

  it('lets through what the filter says, the last changed first', async () => {
    expect((await search('alice', {}))[0]).toBe(hers.subject);
    expect(await search('alice', { states: ['solved'] })).toEqual([hers.subject]);
    expect(await search('alice', { assigneeId: agents.bob.id })).toEqual([called.subject]);
    expect(new Set(await search('alice', { assigneeId: 'nobody' }))).toEqual(new Set([hers.subject, wifi.subject]));
    expect(await search('alice', { tag: 'réseau' })).toEqual([wifi.subject]);
    expect(await search('alice', { since: '2026-11-02T00:00:00.000Z' })).toEqual([hers.subject]);
    expect(new Set(await search('alice', { until: '2026-11-02T00:00:00.000Z' }))).toEqual(
      new Set([wifi.subject, called.subject]),
    );
    expect(await search('alice', { limit: 1 })).toHaveLength(1);
  });

  it('needs a session, and words that are not a book', async () => {
    expect((await request(server.url, 'POST', '/v1/search', { body: {} })).status).toBe(401);
    const { token } = await TestDesk.signIn(server.url, 'alice');
    const body = { protocol: 1, text: 'x'.repeat(201), limit: 50 };
    expect((await request(server.url, 'POST', '/v1/search', { token, body })).status).toBe(400);
  });

  it('is answered from the indexes', async () => {
    const plan = await server.db.transaction().execute(async (trx) => {
      const { sql } = await import('kysely');
      await sql`set local enable_seqscan = off`.execute(trx);
      const rows = await sql<{ 'QUERY PLAN': string }>`explain
        select id from tickets where casque_ticket_words(data) @@ to_tsquery('simple', casque_fold('redém') || ':*')`.execute(
        trx,
      );
      return rows.rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('tickets_words');
  });
});

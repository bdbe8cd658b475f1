import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact } from '../../domain/contact/contact.ts';
import { newId, type Id } from '../../domain/ids.ts';
import { organisationScope } from '../../domain/row.ts';
import type { SatisfactionScore } from '../../domain/timeline/satisfaction.ts';
import { SearchReply } from '../../domain/wire/search.ts';
import { eraseContact, erased } from '../../server/privacy/erase-contact.ts';
import { eventsOf } from '../../server/webhooks/events-of.ts';
import { PostgresRows } from '../../server/sync/postgres/row-storage.ts';
import { writeRows } from '../../server/sync/write-rows.ts';
import { request, TestDesk } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

const desk = (login: string): Promise<TestDesk> => TestDesk.signIn(server.url, login);
const at = '2026-01-05T08:30:00.000Z';

async function synced(...desks: TestDesk[]): Promise<void> {
  for (const each of desks) {
    if (each.outbox.length > 0) await each.push();
    await each.pull();
  }
}

function email(
  by: TestDesk,
  ticketId: Id,
  fields: { readonly correspondent?: string; readonly text?: string } = {},
): Id {
  const id = newId();
  const rest = { direction: 'incoming', correspondent: 'zoe@example.org', subject: 'Écran bleu', at } as const;
  by.mutate('email.record@1', { id, ticketId, ...rest, text: 'Bonjour,\n\nla visseuse clignote.', ...fields });
  return id;
}

function chat(by: TestDesk, ticketId: Id): Id {
  const id = newId();
  by.mutate('chat.record@1', { id, ticketId, correspondent: 'Zoé Kermarrec', text: 'Zoé : le pictogramme', at });
  return id;
}

function score(by: TestDesk, ticketId: Id, value: SatisfactionScore, text = ''): Id {
  const id = newId();
  by.mutate('satisfaction.record@1', { id, ticketId, score: value, text, replaces: null });
  return id;
}

async function search(login: string, text: string): Promise<Id[]> {
  const { token } = await TestDesk.signIn(server.url, login);
  const filter = { states: [], teamId: null, assigneeId: null, tag: null, since: null, until: null };
  const body = { protocol: 1, text, country: 'FR', limit: 50, ...filter };
  const answer = await request(server.url, 'POST', '/v1/search', { token, body });
  expect(answer.status).toBe(200);
  return SearchReply.parse(answer.body).tickets.map(({ ticket }) => ticket.id);
}

describe('an e-mail, a chat and what the customer said', () => {
  it('reach the team, the lines as they were, and nobody else', async () => {
    const [alice, bob, carol] = [await desk('alice'), await desk('bob'), await desk('carol')];
    const ticketId = alice.newTicket(teams.red);
    const ids = [email(alice, ticketId), chat(alice, ticketId), score(alice, ticketId, 4, 'Merci')];
    await synced(alice, bob, carol);
    expect(ids.map((id) => bob.row('entries', id))).toMatchObject([
      { kind: 'email', text: 'Bonjour,\n\nla visseuse clignote.', at, authorId: agents.alice.id },
      { kind: 'chat', correspondent: 'Zoé Kermarrec' },
      { kind: 'satisfaction', score: 4, text: 'Merci', standing: true },
    ]);
    expect(ids.map((id) => carol.row('entries', id))).toEqual([undefined, undefined, undefined]);
  });

  it('are found on the server by their words, without accents, by whoever may read the ticket', async () => {
    const alice = await desk('alice');
    const [byMail, byChat, byScore] = [1, 2, 3].map(() => alice.newTicket(teams.red)) as [Id, Id, Id];
    email(alice, byMail, { text: 'Le grille-écran fume.' });
    chat(alice, byChat);
    score(alice, byScore, 1, 'Épouvantable');
    await alice.push();
    expect(await search('bob', 'grilleecran')).toEqual([byMail]);
    expect(await search('bob', 'ecran bleu fume')).toEqual([byMail]);
    expect(await search('bob', 'pictogr kermarrec')).toContain(byChat);
    expect(await search('bob', 'epouvantable')).toEqual([byScore]);
    expect(await search('carol', 'epouvantable')).toEqual([]);
  });

  it('of one ticket have one score that stands, whoever gives one at once, and both desks see the same', async () => {
    const [alice, bob] = [await desk('alice'), await desk('bob')];
    const tickets = Array.from({ length: 8 }, () => alice.newTicket(teams.red));
    await synced(alice, bob);
    const given = tickets.map((ticketId) => [score(alice, ticketId, 5), score(bob, ticketId, 1)] as const);
    await Promise.all([alice.push(), bob.push()]);
    await synced(alice, bob);
    const scores = (by: TestDesk) =>
      given.map((ids) => ids.map((id) => (by.row('entries', id) as { standing?: boolean } | undefined)?.standing));
    expect(scores(alice)).toEqual(scores(bob));
    for (const pair of scores(alice)) expect(pair.filter((standing) => standing === true)).toHaveLength(1);
    const outcomes = [...alice.results, ...bob.results].map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(8);
  });

  it('are told to webhooks once, not again when they move', () => {
    const fields = { id: newId(), scope: teams.red, ticketId: newId(), authorId: agents.alice.id, at };
    const rows = [
      {
        ...fields,
        kind: 'email',
        recordedAt: at,
        direction: 'outgoing',
        correspondent: 'a@b.c',
        subject: '',
        text: 'x',
      },
      { ...fields, kind: 'chat', recordedAt: at, correspondent: 'Zoé', text: 'x' },
      { ...fields, kind: 'satisfaction', score: 5, text: null, standing: true },
    ] as const;
    const told = (before: boolean) =>
      rows.flatMap((row) => {
        const write = { table: 'entries', row, scopeBefore: undefined } as const;
        const change = { key: `entries/${row.id}`, before: before ? row : undefined, write } as const;
        return eventsOf([change], agents.alice.id, at).map(({ type }) => type);
      });
    expect(told(false)).toEqual(['email.recorded', 'chat.recorded', 'satisfaction.recorded']);
    expect(told(true)).toEqual([]);
  });
});

describe('a person who asks to be forgotten', () => {
  async function withZoe() {
    const contact: Contact = {
      ...{ id: newId(), scope: organisationScope, name: 'Zoé Kermarrec', organisation: null, town: null },
      ...{ email: 'Zoe@Example.org', numbers: [], customerNumber: null, equipment: [], note: null },
    };
    await server.db.transaction().execute(async (trx) => {
      await writeRows(new PostgresRows(trx), [{ table: 'contacts', row: contact, scopeBefore: undefined }]);
    });
    const alice = await desk('alice');
    const [theirs, other] = [newId(), alice.newTicket(teams.red)];
    const rest = { callerNumber: null, assigneeId: null, tags: [], callId: null };
    alice.mutate('ticket.create@1', {
      ...{ id: theirs, teamId: teams.red, subject: 'Panne', impact: 3, urgency: 3, contactId: contact.id, ...rest },
    });
    const ids = {
      email: email(alice, theirs),
      chat: chat(alice, theirs),
      score: score(alice, theirs, 2, 'Trop long'),
      mute: score(alice, other, 3),
      /** On another ticket, where they only wrote. */
      elsewhere: email(alice, other),
      colleague: email(alice, other, { correspondent: 'paul@example.org' }),
    };
    await synced(alice);
    return { contact, alice, ids };
  }

  it('is with no e-mail or chat any more, whoever’s ticket it is on', async () => {
    const { contact, alice, ids } = await withZoe();
    await eraseContact(server.db, contact.id, false);
    await synced(alice);
    for (const id of [ids.email, ids.chat, ids.elsewhere])
      expect(alice.row('entries', id)).toMatchObject({ correspondent: erased });
    expect(alice.row('entries', ids.email)).toMatchObject({ text: 'Bonjour,\n\nla visseuse clignote.' });
    expect(alice.row('entries', ids.colleague)).toMatchObject({ correspondent: 'paul@example.org' });
    expect(alice.row('entries', ids.score)).toMatchObject({ score: 2, text: 'Trop long' });
  });

  it('has no words on their tickets any more, but the score counts on', async () => {
    const { contact, alice, ids } = await withZoe();
    await eraseContact(server.db, contact.id, true);
    await synced(alice);
    expect(alice.row('entries', ids.email)).toMatchObject({ correspondent: erased, subject: erased, text: erased });
    expect(alice.row('entries', ids.chat)).toMatchObject({ correspondent: erased, text: erased });
    expect(alice.row('entries', ids.score)).toMatchObject({ score: 2, text: erased, standing: true });
    expect(alice.row('entries', ids.mute)).toMatchObject({ score: 3, text: null });
    expect(alice.row('entries', ids.elsewhere)).toMatchObject({
      correspondent: erased,
      text: 'Bonjour,\n\nla visseuse clignote.',
    });
  });
});

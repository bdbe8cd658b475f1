import { expect, it } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import type { Row } from '../../../domain/tables.ts';
import { aTeam, aTicket, anAgent, type TestDesk } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { syncedDesk } from './support/synced-desk.ts';

const n1 = aTeam('N1');
const lea = anAgent('Léa', [n1]);
const at = '2026-11-20T08:00:00.000Z';

async function deskWith(entries: readonly object[] = []) {
  const server = new ModelServer([n1], [lea]);
  const ticket = aTicket(n1, { subject: 'Écran noir' });
  const [common, ids] = [{ scope: n1.id, ticketId: ticket.id, authorId: lea.id, at }, entries.map(() => newId())];
  server.write('tickets', ticket);
  entries.forEach((entry, place) =>
    server.write('entries', { id: ids[place], ...common, ...entry } as unknown as Row<'entries'>),
  );
  const desk = await syncedDesk(server, lea);
  return { server, ticket, desk, ids };
}

/** The subjects that are found, once everything can be; time goes on meanwhile, for the index is made in slices. */
async function found(
  desk: TestDesk,
  text: string,
): Promise<{ readonly subject: string; readonly noteId: Id | null }[]> {
  const filter = { states: [], teamId: null, assigneeId: null, tag: null, since: null, until: null };
  const running = { over: false };
  const answer = desk
    .until('search', { text, filter, limit: 50 }, ({ ready }) => ready === 1)
    .finally(() => (running.over = true));
  answer.catch(() => undefined);
  while (!running.over) {
    desk.platform.advance(300);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return (await answer).tickets.map(({ line, noteId }) => ({ subject: line.subject, noteId }));
}

const email = { direction: 'incoming', correspondent: 'zoe@example.org', subject: 'Panne', at } as const;

it('an e-mail, a chat and the satisfaction are made of their drafts without the server, and survive a crash', async () => {
  const { server, ticket, desk } = await deskWith();
  server.stop();
  const drafts = ['email', 'chat', 'satisfaction'].map((kind) => `${kind}:${ticket.id}`);
  for (const key of drafts) await desk.store.request('saveDraft', { key, text: '{"text":"Bonjour"}' });
  const [mailKey, chatKey, scoreKey] = drafts;
  const on = { ticketId: ticket.id };
  const mail = { ...on, id: newId(), ...email, text: 'Bonjour,\n\nle grille-pain fume.' };
  const chat = { ...on, id: newId(), correspondent: 'Zoé', text: 'Zoé : allô ?', at };
  const score = { ...on, id: newId(), score: 4, text: 'Merci', replaces: null } as const;
  await desk.store.request('mutate', { name: 'email.record@1', args: mail, endsDraft: mailKey });
  await desk.store.request('mutate', { name: 'chat.record@1', args: chat, endsDraft: chatKey });
  await desk.store.request('mutate', { name: 'satisfaction.record@1', args: score, endsDraft: scoreKey });
  await desk.crash();
  const view = await desk.until('ticket', { id: ticket.id }, (each) => each?.timeline.length === 3);
  expect(view?.timeline).toMatchObject([
    { entry: { kind: 'email', text: 'Bonjour,\n\nle grille-pain fume.' }, delivery: 'queued' },
    { entry: { kind: 'chat', correspondent: 'Zoé' } },
    { entry: { kind: 'satisfaction', score: 4, standing: true } },
  ]);
  for (const key of drafts) expect(await desk.store.request('draft', { key })).toBeNull();
  expect(await found(desk, 'grillepain')).toEqual([{ subject: 'Écran noir', noteId: mail.id }]);
});

it('what was written elsewhere is found by its words, and shown around them', async () => {
  const recorded = { recordedAt: at };
  const { desk, ids } = await deskWith([
    { ...email, ...recorded, kind: 'email', text: 'Bonjour,\n\nle grille-pain fume.' },
    { ...recorded, kind: 'chat', correspondent: 'Zoé Kermarrec', text: 'Zoé : la visseuse' },
    { kind: 'satisfaction', score: 1, text: 'Épouvantable', standing: true },
  ]);
  const [mail, chat, score] = ids;
  for (const [words, noteId] of [
    ['grille-pain', mail],
    ['zoe@example.org', mail],
    ['visseuse', chat],
    ['kermarec', chat],
    ['epouvantable', score],
  ] as const)
    expect([words, await found(desk, words)]).toEqual([words, [{ subject: 'Écran noir', noteId }]]);
  const excerpts = { text: 'fume', forgiving: false, noteIds: [mail ?? ''] };
  const [excerpt] = await desk.until('excerpts', excerpts, (each) => each.length > 0);
  expect(excerpt?.text).toContain('Bonjour, le grille-pain fume.');
  expect(excerpt?.marks).toHaveLength(1);
});

it('an entry of a kind that this version does not know stays where it is, and nothing stops over it', async () => {
  const { desk, ticket, ids } = await deskWith([
    { kind: 'hologram', depth: 3, text: 'projection' },
    { kind: 'note', text: 'Remplacé' },
  ]);
  const view = await desk.until('ticket', { id: ticket.id }, (each) => each?.timeline.length === 2);
  expect(view?.timeline).toMatchObject([
    { entry: { id: ids[0], kind: 'hologram', depth: 3 }, authorName: 'Léa' },
    { entry: { kind: 'note' } },
  ]);
  expect(await found(desk, 'remplace')).toHaveLength(1);
  // Nobody knows where its words are.
  expect(await found(desk, 'projection')).toEqual([]);
  await desk.store.request('mutate', {
    name: 'note.add@1',
    args: { id: newId(), ticketId: ticket.id, text: 'Et encore' },
  });
  await desk.until('ticket', { id: ticket.id }, (each) => each?.timeline.length === 3);
});

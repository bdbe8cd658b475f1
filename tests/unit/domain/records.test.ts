import { describe, expect, it } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { moveTicket } from '../../../domain/ticket/belongings.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { Entry } from '../../../domain/timeline/entry.ts';
import { writtenIn } from '../../../domain/timeline/written.ts';
import { aTeam, aTicket } from '../store/support/desk.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const [n1, n2] = [aTeam('N1'), aTeam('Niveau 2')];
const yesterday = '2026-11-19T08:30:00.000Z';

function office(teamIds: readonly Id[] = [n1.id, n2.id]) {
  const tx = new MemoryTransaction({ teamIds });
  const [ticket, other] = [aTicket(n1, { subject: 'Box éteinte' }), aTicket(n2, { subject: 'Panne' })];
  for (const each of [ticket, other]) tx.rows.set(`tickets/${each.id}`, each);
  const record = async (name: string, args: object) => {
    const id = newId();
    const effect = await runMutation(tx, name, { id, ticketId: ticket.id, ...args });
    return { id, effect };
  };
  return {
    tx,
    ticket,
    other,
    record,
    email: (args: object = {}) =>
      record('email.record@1', {
        direction: 'incoming',
        correspondent: ' zoe@example.org ',
        subject: 'Toujours en panne',
        text: 'Bonjour,\n\nrien ne marche.\n',
        at: yesterday,
        ...args,
      }),
    chat: (args: object = {}) =>
      record('chat.record@1', { correspondent: 'Zoé', text: 'Zoé : allô ?', at: yesterday, ...args }),
    score: (score: number, replaces: Id | null = null, args: object = {}) =>
      record('satisfaction.record@1', { score, text: '', replaces, ...args }),
    entry: (id: Id) => Entry.parse(tx.rows.get(`entries/${id}`)),
    ticketNow: (id: Id) => tx.rows.get(`tickets/${id}`) as Ticket,
  };
}

describe('an e-mail', () => {
  it('stands in the ticket when it came, with its lines as they were, and says who recorded it and when', async () => {
    const { tx, email, entry, ticket } = office();
    const { id } = await email();
    expect(entry(id)).toMatchObject({
      kind: 'email',
      ticketId: ticket.id,
      scope: n1.id,
      authorId: tx.actor.agentId,
      at: yesterday,
      recordedAt: tx.at,
      correspondent: 'zoe@example.org',
      text: 'Bonjour,\n\nrien ne marche.',
    });
  });

  it('of a clock that is ahead is one of now, and loses no words', async () => {
    const { tx, email, entry } = office();
    const { id } = await email({ at: '2031-01-01T00:00:00.000Z' });
    expect(entry(id)).toMatchObject({ at: tx.at, text: expect.stringContaining('rien ne marche') as string });
  });

  it('is news for whoever wrote a note without the server', async () => {
    const { tx, email, ticket, ticketNow } = office();
    const against = ticketNow(ticket.id).revised?.count ?? 0;
    await email();
    const colleague = tx.as({ teamIds: [n1.id] });
    const note = { id: newId(), ticketId: ticket.id, text: 'Résolu ?', against };
    await expect(runMutation(colleague, 'note.add@1', note)).rejects.toMatchObject({
      code: 'MUTATION_CHANGED_MEANWHILE',
    });
  });

  it.each([
    ['without words', { text: '  ' }],
    ['without an address', { correspondent: '' }],
    ['that is longer than any', { text: 'x'.repeat(50_001) }],
    ['in no direction', { direction: 'sideways' }],
    ['at no time', { at: 'hier' }],
  ])('%s is none', async (_, args) => {
    await expect(office().email(args)).rejects.toMatchObject({ code: 'MUTATION_INVALID' });
  });

  it('of another team’s ticket is refused', async () => {
    await expect(office([n2.id]).email()).rejects.toMatchObject({ code: 'MUTATION_FORBIDDEN' });
  });

  it('never takes the place of another entry', async () => {
    const { email, chat } = office();
    const { id } = await chat();
    await expect(email({ id })).rejects.toMatchObject({ code: 'MUTATION_ID_TAKEN' });
  });
});

describe('a chat', () => {
  it('is kept whole, with whom it was', async () => {
    const { chat, entry } = office();
    const text = 'Zoé : allô ?\nLéa : bonjour\n  Zoé : enfin';
    const { id } = await chat({ text });
    expect(entry(id)).toMatchObject({ kind: 'chat', correspondent: 'Zoé', text, at: yesterday });
  });
});

describe('the satisfaction', () => {
  it('stands, and is replaced by whoever has seen it: the one of before stays to be read', async () => {
    const { score, entry } = office();
    const first = await score(2, null, { text: 'Trop long' });
    const second = await score(4, first.id);
    expect([first.effect.outcome, second.effect.outcome]).toEqual(['applied', 'applied']);
    expect(entry(first.id)).toMatchObject({ score: 2, text: 'Trop long', standing: false });
    expect(entry(second.id)).toMatchObject({ score: 4, text: null, standing: true });
  });

  it('of two agents at once: the first stands, the other’s is kept beside it and its agent is told', async () => {
    const { score, entry } = office();
    const first = await score(5);
    const second = await score(1, null, { text: 'Furieux' });
    expect(second.effect).toEqual({ outcome: 'conflict', fields: ['satisfaction'] });
    expect(entry(first.id)).toMatchObject({ standing: true });
    expect(entry(second.id)).toMatchObject({ standing: false, text: 'Furieux' });
  });

  it.each([0, 6, 2.5])('%s is no score', async (score) => {
    await expect(office().score(score)).rejects.toMatchObject({ code: 'MUTATION_INVALID' });
  });

  it('stops no note: it takes nothing back of what one says', async () => {
    const { score, ticket, ticketNow } = office();
    await score(3);
    expect(ticketNow(ticket.id).revised).toBeUndefined();
  });
});

describe('what was recorded', () => {
  it('goes with the ticket to another team, and into the one that it is merged into, where one score stands', async () => {
    const { tx, ticket, other, email, chat, score, entry, ticketNow } = office();
    const [mail, talk, theirs] = [await email(), await chat(), await score(5, null, { ticketId: other.id })];
    const ours = await score(1);
    await moveTicket(tx, ticketNow(ticket.id), n2.id);
    expect([entry(mail.id).scope, entry(talk.id).scope, entry(ours.id).scope]).toEqual([n2.id, n2.id, n2.id]);
    await runMutation(tx, 'ticket.merge@1', { id: ticket.id, into: other.id, entryId: newId() });
    for (const { id } of [mail, talk, ours]) expect(entry(id).ticketId).toBe(other.id);
    expect([entry(theirs.id), entry(ours.id)]).toMatchObject([{ standing: true }, { standing: false, score: 1 }]);
  });

  it('keeps the score of the one that is merged where the other has none', async () => {
    const { tx, ticket, other, score, entry } = office();
    const { id } = await score(4);
    await runMutation(tx, 'ticket.merge@1', { id: ticket.id, into: other.id, entryId: newId() });
    expect(entry(id)).toMatchObject({ ticketId: other.id, standing: true });
  });

  it('goes to the ticket that its own was merged into meanwhile', async () => {
    const { tx, ticket, other, email, score, entry } = office();
    await runMutation(tx, 'ticket.merge@1', { id: ticket.id, into: other.id, entryId: newId() });
    const [mail, scored] = [await email(), await score(4)];
    expect([entry(mail.id), entry(scored.id)]).toMatchObject([
      { ticketId: other.id, scope: n2.id },
      { ticketId: other.id, scope: n2.id, standing: true },
    ]);
  });

  it('is found by what was written, also by the subject and with whom', async () => {
    const { email, chat, score, entry } = office();
    const [mail, talk, scored] = [await email(), await chat(), await score(3, null, { text: 'Bof' })];
    expect(writtenIn(entry(mail.id))).toMatch(/Toujours en panne.*zoe@example\.org.*Bonjour/s);
    expect(writtenIn(entry(talk.id))).toContain('allô');
    expect(writtenIn(entry(scored.id))).toBe('Bof');
  });
});

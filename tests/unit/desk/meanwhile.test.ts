import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { TicketView, TimelineItem } from '../../../renderer/store/contract.ts';
import { fieldsWith, newsSince, seenAt, seenNow, withOwnChange } from '../../../renderer/desk/ticket/meanwhile.ts';
import { aTeam, aTicket, anAgent } from '../store/support/desk.ts';

const team = aTeam('N1');
const [me, karim] = [anAgent('Léa', [team]), anAgent('Karim', [team])];
const ticket = aTicket(team, { subject: 'Box qui redémarre' });

function view(timeline: readonly TimelineItem[] = [], more: Partial<TicketView> = {}): TicketView {
  return {
    ticket,
    delivery: 'confirmed',
    contact: null,
    team,
    assignee: null,
    timeline,
    mergedInto: null,
    otherOpen: [],
    ...more,
  };
}

function note(author: typeof me, text: string, at = '2026-11-26T09:00:00.000Z'): TimelineItem {
  const entry = {
    kind: 'note',
    id: newId(),
    scope: team.id,
    ticketId: ticket.id,
    authorId: author.id,
    at,
    text,
  } as const;
  return { kind: 'entry', entry, authorName: author.name, delivery: 'confirmed' };
}

function solved(author: typeof me): TimelineItem {
  const { entry, ...rest } = note(author, '-') as Extract<TimelineItem, { kind: 'entry' }>;
  const { id, scope, ticketId, authorId, at } = entry;
  return { ...rest, entry: { kind: 'state', id, scope, ticketId, authorId, at, from: 'open', to: 'solved' } };
}

describe('what changed while a note was written', () => {
  it('is what colleagues added and did, and not what was there or what I did', () => {
    const before = note(karim, 'Déjà là');
    const seen = seenNow(view([before]));
    const now = view([before, note(me, 'De moi'), note(karim, 'Remplacée'), solved(karim)]);
    expect(newsSince(seen, now, me.id)).toEqual([
      { kind: 'note', name: 'Karim', text: 'Remplacée' },
      { kind: 'state', name: 'Karim', to: 'solved' },
    ]);
    expect(newsSince(seenNow(now), now, me.id)).toEqual([]);
  });

  it('is an e-mail that a colleague recorded since, however long ago it came', () => {
    const { entry, ...rest } = note(karim, 'Toujours en panne', '2026-11-20T09:00:00.000Z') as Extract<
      TimelineItem,
      { kind: 'entry' }
    >;
    const { id, scope, ticketId, authorId, at } = entry;
    const words = { correspondent: 'zoe@example.org', text: 'Toujours en panne' };
    const email: TimelineItem = {
      ...rest,
      entry: {
        ...{ kind: 'email', id, scope, ticketId, authorId, at, ...words },
        ...{ recordedAt: '2026-11-26T09:00:00.000Z', direction: 'incoming', subject: '' },
      },
    };
    const now = view([email]);
    const news = [{ kind: 'email', name: 'Karim', ...words }];
    expect(newsSince(seenAt(now, '2026-11-25T18:00:00.000Z'), now, me.id)).toEqual(news);
    expect(newsSince(seenAt(now, '2026-11-26T18:00:00.000Z'), now, me.id)).toEqual([]);
  });

  it('is whom it was given to, its subject and its priority', () => {
    const changed = { ...ticket, subject: 'Box remplacée', major: true };
    expect(newsSince(seenNow(view()), view([], { ticket: changed, assignee: karim }), me.id)).toEqual([
      { kind: 'subject', subject: 'Box remplacée' },
      { kind: 'assignee', name: 'Karim' },
      { kind: 'priority', priority: 'major' },
    ]);
  });

  it('is not what I changed myself, though the server has not confirmed it', () => {
    const mine = view([], { assignee: me, delivery: 'queued' });
    const seen = withOwnChange(seenNow(view()), mine);
    expect(newsSince(seen, view([], { assignee: me }), me.id)).toEqual([]);
  });

  it('is the subject, the priority and whose it is, too, of a note that was written without the server', () => {
    const at = '2026-11-25T18:00:00.000Z';
    const seen = seenAt(view(), at, fieldsWith(ticket, null));
    const changed = { ...ticket, subject: 'Box remplacée', urgency: 1, impact: 1 } as const;
    expect(newsSince(seen, view([], { ticket: changed, assignee: karim }), me.id).map(({ kind }) => kind)).toEqual([
      'subject',
      'assignee',
      'priority',
    ]);
  });

  it('is told of a text that was left overnight too', () => {
    const seen = seenAt(view([note(karim, 'Hier', '2026-11-25T09:00:00.000Z')]), '2026-11-25T18:00:00.000Z');
    const now = view([note(karim, 'Ce matin', '2026-11-26T08:00:00.000Z')], { assignee: karim });
    expect(newsSince(seen, now, me.id)).toEqual([{ kind: 'note', name: 'Karim', text: 'Ce matin' }]);
  });
});

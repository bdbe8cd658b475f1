import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { teams } from './organisation.ts';
import { teamsOnly, type MutationRow } from './permissions.ts';

const note = (ticketId: Id) => ({ id: newId(), ticketId, text: 'x' });

const at = '2026-01-05T08:30:00.000Z';

const email = (ticketId: Id) => ({
  ...{
    id: newId(),
    ticketId,
    direction: 'incoming',
    correspondent: 'zoe@example.org',
    subject: 'Panne',
    text: 'x',
    at,
  },
});
const chat = (ticketId: Id) => ({ id: newId(), ticketId, correspondent: 'Zoé', text: 'x', at });
const score = (ticketId: Id) => ({ id: newId(), ticketId, score: 4, text: '', replaces: null });

/** What is written down in a ticket needs the right to work on it. @param red a ticket of the other team */
export function recordRows(red: () => Id) {
  const row = (args: (ticketId: Id) => unknown): MutationRow => ({
    expected: teamsOnly,
    args: (owner) => args(owner.newTicket(teams.blue)),
    never: [{ what: 'on a ticket of another team', args: () => args(red()) }],
  });
  return {
    'note.add@1': row(note),
    'email.record@1': row(email),
    'chat.record@1': row(chat),
    'satisfaction.record@1': row(score),
  } satisfies Partial<Record<MutationName, MutationRow>>;
}

import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { organisationScope, trashScope } from '../../../domain/row.ts';
import { agents, teams } from './organisation.ts';
import { teamsOnly, type MutationRow } from './permissions.ts';

const handOver = (id: Id, teamId: Id, from: Id = teams.blue) =>
  ({ id, from, teamId, reason: 'Hors de notre périmètre', entryId: newId(), follow: false }) as const;

/** Whoever has a ticket hands it over to whichever team; nobody takes one. @param red a ticket of the other team */
export function handOverRows(red: () => Id) {
  return {
    'ticket.handOver@1': {
      expected: teamsOnly,
      args: (owner) => handOver(owner.newTicket(teams.blue), teams.red),
      never: [
        { what: 'from another team', args: () => handOver(red(), teams.blue, teams.red) },
        { what: 'to the organisation', args: (owner) => handOver(owner.newTicket(teams.blue), organisationScope) },
        { what: 'to an agent', args: (owner) => handOver(owner.newTicket(teams.blue), agents.carol.id) },
        { what: 'into the trash', args: (owner) => handOver(owner.newTicket(teams.blue), trashScope) },
      ],
    },
    'ticket.follow@1': {
      expected: teamsOnly,
      args: (owner) => ({ id: owner.newTicket(teams.blue), follow: true }),
      never: [
        { what: 'of another team', args: () => ({ id: red(), follow: true }) },
        { what: 'no longer, of another team', args: () => ({ id: red(), follow: false }) },
      ],
    },
  } satisfies Partial<Record<MutationName, MutationRow>>;
}

import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { organisationScope } from '../../../domain/row.ts';
import type { TestDesk } from './desk.ts';
import { teams } from './organisation.ts';
import type { PermissionsOffice } from './permissions-office.ts';
import { teamsOnly, type MutationRow } from './permissions.ts';

const dueAt = '2026-01-05T14:30:00.000Z';

export function promise(teamId: Id, ticketId: Id | null = null) {
  const whom = { number: '+33639980000', contactId: null, ticketId, callId: null };
  return { id: newId(), entryId: newId(), teamId, ...whom, dueAt, about: '', assigneeId: null };
}

function promisedBy(desk: TestDesk): { readonly id: Id; readonly entryId: Id } {
  const args = promise(teams.blue, desk.newTicket(teams.blue));
  desk.enqueue('callback.promise@1', args);
  return { id: args.id, entryId: newId() };
}

/** Whoever of the team is there calls back. */
export function callbackRows(office: Pick<PermissionsOffice, 'red'>) {
  return {
    'callback.promise@1': {
      expected: teamsOnly,
      args: () => promise(teams.blue),
      never: [
        { what: 'in the name of another team', args: () => promise(teams.red) },
        { what: 'in the name of the organisation', args: () => promise(organisationScope) },
        { what: 'about a ticket of another team', args: () => promise(teams.blue, office.red.ticket) },
      ],
    },
    'callback.update@1': {
      expected: teamsOnly,
      args: (owner) => ({
        ...promisedBy(owner),
        changes: { dueAt: { base: dueAt, value: '2026-01-05T15:00:00.000Z' } },
      }),
      never: [{ what: 'of another team', args: () => ({ id: office.red.callback, entryId: newId(), changes: {} }) }],
    },
    'callback.close@1': {
      expected: teamsOnly,
      args: (owner) => ({ ...promisedBy(owner), outcome: 'kept', callId: null }),
      never: [
        {
          what: 'of another team',
          args: () => ({ id: office.red.callback, entryId: newId(), outcome: 'missed', callId: null }),
        },
      ],
    },
  } satisfies Partial<Record<MutationName, MutationRow>>;
}

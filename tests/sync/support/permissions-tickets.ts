import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { organisationScope } from '../../../domain/row.ts';
import { teams } from './organisation.ts';
import { loggedBy } from './permissions-calls.ts';
import type { PermissionsOffice } from './permissions-office.ts';
import { supervisorsOnly, teamsOnly, type MutationRow } from './permissions.ts';

function ticketIn(teamId: Id, callId: Id | null = null) {
  const levels = { impact: 3, urgency: 3 } as const;
  const nobody = { contactId: null, callerNumber: null, assigneeId: null };
  return { id: newId(), teamId, subject: 'x', ...levels, ...nobody, tags: [], callId };
}

function setState(id: Id) {
  return { id, entryId: newId(), to: 'open', pendingReason: null, remindAt: null };
}

/** Tickets are their team's; only supervisors delete them and bring them back. */
export function ticketRows(office: Pick<PermissionsOffice, 'red' | 'dave' | 'deleted'>) {
  return {
    'ticket.create@1': {
      expected: teamsOnly,
      args: () => ticketIn(teams.blue),
      never: [
        { what: 'for the whole organisation', args: () => ticketIn(organisationScope) },
        { what: 'in another team', args: () => ticketIn(teams.red) },
        { what: 'from the call of another team', args: () => ticketIn(teams.blue, office.red.call) },
        { what: 'from a colleague’s call', args: () => ticketIn(teams.blue, loggedBy(office.dave)) },
      ],
    },
    'ticket.update@1': {
      expected: teamsOnly,
      args: (owner) => ({
        id: owner.newTicket(teams.blue),
        entryId: newId(),
        changes: { subject: { base: 'Plus d’Internet', value: 'y' } },
      }),
      never: [
        {
          what: 'of another team',
          args: () => ({ id: office.red.ticket, entryId: newId(), changes: { major: { base: false, value: true } } }),
        },
      ],
    },
    'ticket.setState@1': {
      expected: teamsOnly,
      args: (owner) => setState(owner.newTicket(teams.blue)),
      never: [{ what: 'of another team', args: () => setState(office.red.ticket) }],
    },
    'ticket.merge@1': {
      expected: teamsOnly,
      args: (owner) => ({ id: owner.newTicket(teams.blue), into: owner.newTicket(teams.blue), entryId: newId() }),
      never: [
        {
          what: 'into a ticket of another team',
          args: (owner) => ({ id: owner.newTicket(teams.blue), into: office.red.ticket, entryId: newId() }),
        },
        {
          what: 'of another team',
          args: (owner) => ({ id: office.red.ticket, into: owner.newTicket(teams.blue), entryId: newId() }),
        },
      ],
    },
    'ticket.delete@1': {
      expected: supervisorsOnly,
      args: (owner) => ({ id: owner.newTicket(teams.blue), reason: 'Essai' }),
    },
    'ticket.restore@1': {
      expected: supervisorsOnly,
      args: () => ({ id: office.deleted.pop() }),
    },
  } satisfies Partial<Record<MutationName, MutationRow>>;
}

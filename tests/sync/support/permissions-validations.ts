import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { organisationScope } from '../../../domain/row.ts';
import type { Asked } from '../../../domain/validation/validation.ts';
import type { TestDesk } from './desk.ts';
import { agents, teams } from './organisation.ts';
import type { PermissionsOffice } from './permissions-office.ts';
import { ownersOnly, teamsOnly, type MutationRow } from './permissions.ts';

const theTeam: Asked = { kind: 'team', id: teams.blue };

function question(teamId: Id, asked: Asked, ticketId: Id | null = null) {
  const about = { callId: null, ticketId, contactId: null, callerNumber: null, noteIds: [] };
  return { id: newId(), teamId, asked, question: 'Puis-je échanger la box ?', ...about };
}

function askedBy(desk: TestDesk, asked: Asked = theTeam): Id {
  const args = question(teams.blue, asked);
  desk.enqueue('validation.ask@1', args);
  return args.id;
}

/** A question is asked for one's own team, answered by whoever was asked, and taken back by whoever asked. */
export function validationRows(office: Pick<PermissionsOffice, 'red' | 'dave'>) {
  return {
    'validation.ask@1': {
      expected: teamsOnly,
      args: () => question(teams.blue, { kind: 'agent', id: agents.bob.id }),
      never: [
        { what: 'in the name of another team', args: () => question(teams.red, theTeam) },
        { what: 'in the name of the organisation', args: () => question(organisationScope, theTeam) },
        { what: 'about a ticket of another team', args: () => question(teams.blue, theTeam, office.red.ticket) },
      ],
    },
    'validation.answer@1': {
      // Who was asked, while they work there: carol and grace are, dave asks.
      expected: { ...ownersOnly, colleague: 'forbidden' },
      args: () => ({ id: askedBy(office.dave), verdict: 'yes', text: '' }),
      never: [
        {
          what: 'to somebody else',
          args: () => ({
            id: askedBy(office.dave, { kind: 'agent', id: agents.erin.id }),
            verdict: 'yes',
            text: '',
          }),
        },
      ],
    },
    'validation.withdraw@1': { expected: ownersOnly, args: (owner) => ({ id: askedBy(owner) }) },
  } satisfies Partial<Record<MutationName, MutationRow>>;
}

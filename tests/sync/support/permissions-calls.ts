import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { organisationScope } from '../../../domain/row.ts';
import type { TestDesk } from './desk.ts';
import { teams } from './organisation.ts';
import type { PermissionsOffice } from './permissions-office.ts';
import { ownersOnly, teamsOnly, type MutationRow } from './permissions.ts';

/** A call that has just begun. */
export const record = {
  direction: 'incoming',
  number: '+33639980000',
  displayName: null,
  queue: null,
  startedAt: '2026-01-05T09:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  outcome: null,
} as const;

const missed = { outcome: 'missed', endedAt: '2026-01-05T09:00:20.000Z' };

const quality = {
  level: 'good',
  mos: 4.3,
  roundTripMs: 20,
  jitterMs: 2,
  lossIn: 0,
  lossOut: 0,
  side: null,
  network: null,
  seconds: 60,
};

/** Queues the call of a desk; returns its id. */
export function loggedBy(desk: TestDesk, ended: Partial<Record<keyof typeof record, string>> = {}): Id {
  const id = newId();
  desk.enqueue('call.log@1', { id, teamId: teams.blue, ...record, ...ended });
  return id;
}

/** A call is that of whoever had it; one that was missed is everybody's of the team. */
export function callRows(office: Pick<PermissionsOffice, 'red'>) {
  return {
    'call.log@1': {
      expected: ownersOnly,
      args: (owner) => ({ id: loggedBy(owner), teamId: teams.blue, ...record, ...missed }),
      never: [
        { what: 'for the whole organisation', args: () => ({ id: newId(), teamId: organisationScope, ...record }) },
        { what: 'in another team', args: () => ({ id: newId(), teamId: teams.red, ...record }) },
        { what: 'over the call of another team', args: () => ({ id: office.red.call, teamId: teams.blue, ...record }) },
      ],
    },
    'call.link@1': {
      expected: ownersOnly,
      args: (owner) => ({ id: loggedBy(owner), ticketId: owner.newTicket(teams.blue) }),
      never: [
        {
          what: 'to a ticket of another team',
          args: (owner) => ({ id: loggedBy(owner), ticketId: office.red.ticket }),
        },
        { what: 'of a call of another team', args: () => ({ id: office.red.call, contactId: null }) },
      ],
    },
    'call.rate@1': { expected: ownersOnly, args: (owner) => ({ id: loggedBy(owner), quality }) },
    'call.wrapUp@1': { expected: ownersOnly, args: (owner) => ({ id: loggedBy(owner), code: 'solved' }) },
    'call.handled@1': {
      expected: teamsOnly,
      args: (owner) => ({ ids: [loggedBy(owner, missed)] }),
      never: [{ what: 'of another team', args: (owner) => ({ ids: [loggedBy(owner, missed), office.red.call] }) }],
    },
  } satisfies Partial<Record<MutationName, MutationRow>>;
}

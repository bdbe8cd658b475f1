import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import type { TestDesk } from './desk.ts';
import { teams } from './organisation.ts';
import { teamsOnly, type MutationRow } from './permissions.ts';

const link = (id: Id, toId: Id) => ({ id, toId, kind: 'child', entryId: newId() }) as const;

function linked(owner: TestDesk) {
  const args = link(owner.newTicket(teams.blue), owner.newTicket(teams.blue));
  owner.enqueue('ticket.link@1', args);
  return { ...args, entryId: newId() };
}

/** A link names two tickets, and needs the right to work on both. @param red a ticket of the other team */
export function linkRows(red: () => Id) {
  return {
    'ticket.link@1': {
      expected: teamsOnly,
      args: (owner) => link(owner.newTicket(teams.blue), owner.newTicket(teams.blue)),
      never: [
        { what: 'to a ticket of another team', args: (owner) => link(owner.newTicket(teams.blue), red()) },
        { what: 'from a ticket of another team', args: (owner) => link(red(), owner.newTicket(teams.blue)) },
      ],
    },
    'ticket.unlink@1': {
      expected: teamsOnly,
      args: linked,
      never: [{ what: 'of a ticket of another team', args: (owner) => link(red(), owner.newTicket(teams.blue)) }],
    },
    'ticket.solveChildren@1': {
      expected: teamsOnly,
      args: (owner) => {
        const { id, toId } = linked(owner);
        return { id: toId, childIds: [id], entryId: newId(), text: 'Rétabli' };
      },
      never: [
        {
          what: 'of another team',
          args: (owner) => ({ id: owner.newTicket(teams.blue), childIds: [red()], entryId: newId(), text: 'x' }),
        },
      ],
    },
  } satisfies Partial<Record<MutationName, MutationRow>>;
}

import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { procedureVersionId } from '../../../domain/procedure/procedure.ts';
import type { TestDesk } from './desk.ts';
import { teams } from './organisation.ts';
import { teamsOnly, type Expected, type MutationRow } from './permissions.ts';

const supervisors: Expected = {
  ...teamsOnly,
  owner: 'forbidden',
  'on another device': 'forbidden',
  colleague: 'forbidden',
};

function procedure(teamId: Id | null) {
  const step = { id: 'accueil', kind: 'do', text: 'Se présenter', say: '', yes: null, no: null } as const;
  return { procedureId: newId(), version: 1, teamId, title: 'Accueil', steps: [step] };
}

/** Writes a procedure; returns the id of its version. */
export function writtenBy(desk: TestDesk, teamId: Id | null): Id {
  const args = procedure(teamId);
  desk.mutate('procedure.write@1', args);
  return procedureVersionId(args.procedureId, 1);
}

/** Supervisors write how the teams work, and the teams follow it on their tickets. */
export function procedureRows(versions: { readonly all: () => Id; readonly red: () => Id }) {
  const start = (ticketId: Id, versionId: Id) => ({ ticketId, versionId, entryId: newId() });
  const step = (ticketId: Id, versionId: Id) => ({
    ...start(ticketId, versionId),
    ...{ stepId: 'accueil', answer: 'done', value: null },
  });
  return {
    'procedure.write@1': { expected: supervisors, args: () => procedure(teams.blue) },
    // Not twice the same: a second one would change nothing.
    'procedure.retire@1': { expected: supervisors, args: () => ({ versionId: versions.all(), retired: true }) },
    'procedure.start@1': {
      expected: teamsOnly,
      args: (owner) => start(owner.newTicket(teams.blue), versions.all()),
      never: [{ what: 'one of another team', args: (owner) => start(owner.newTicket(teams.blue), versions.red()) }],
    },
    'procedure.step@1': {
      expected: teamsOnly,
      args: (owner) => step(owner.newTicket(teams.blue), versions.all()),
      never: [{ what: 'of one of another team', args: (owner) => step(owner.newTicket(teams.blue), versions.red()) }],
    },
  } satisfies Partial<Record<MutationName, MutationRow>>;
}

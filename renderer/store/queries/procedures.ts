import type { Id } from '../../../domain/ids.ts';
import type { Procedure } from '../../../domain/procedure/procedure.ts';
import { organisationScope } from '../../../domain/row.ts';
import type { ProcedureView } from '../contract.ts';
import { agentName, teamName, type View } from './view.ts';

/** The newest version of each that may be begun, by title. */
export function procedureViews(view: View): ProcedureView[] {
  return [...newestVersions(view).values()]
    .filter(({ retired }) => !retired)
    .map((procedure) => procedureView(view, procedure, procedure.version))
    .sort(
      (a, b) => a.procedure.title.localeCompare(b.procedure.title, 'fr') || (a.procedure.id < b.procedure.id ? -1 : 1),
    );
}

/** One version, also an old one or a retired one; null when it is not on this machine. */
export function procedureVersion(view: View, id: Id): ProcedureView | null {
  const procedure = view.rows.indexes.procedures.rows.get(id);
  if (procedure === undefined) return null;
  return procedureView(view, procedure, newestVersions(view).get(procedure.procedureId)?.version ?? procedure.version);
}

function newestVersions(view: View): ReadonlyMap<Id, Procedure> {
  const newest = new Map<Id, Procedure>();
  for (const procedure of view.rows.indexes.procedures.rows.values()) {
    const other = newest.get(procedure.procedureId);
    if (other === undefined || other.version < procedure.version) newest.set(procedure.procedureId, procedure);
  }
  return newest;
}

function procedureView(view: View, procedure: Procedure, newest: number): ProcedureView {
  const { id, scope, writtenBy } = procedure;
  return {
    procedure,
    newest,
    teamName: scope === organisationScope ? null : teamName(view, scope),
    authorName: agentName(view, writtenBy),
    delivery: view.rows.delivery('procedures', id),
  };
}

import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation, requireRow, requireScope } from '../mutation/define.ts';
import { applied, type Transaction } from '../mutation/transaction.ts';
import { organisationScope } from '../row.ts';
import { ticketToWriteTo } from '../ticket/to-change.ts';
import type { Entry } from '../timeline/entry.ts';
import { faultOf, Procedure, procedureVersionId, StepId } from './procedure.ts';
import { fits, StepAnswer } from './progress.ts';

const fields = Procedure.shape;

/** A procedure, or the next version of one. The version that somebody else wrote first stays, and this one is refused. */
export const procedureWrite = defineMutation({
  args: z.object({
    procedureId: Id,
    /** 1, or one more than the newest. */
    version: fields.version,
    /** The team that works by it; null: all of them. */
    teamId: Id.nullable(),
    title: z.string().trim().min(1).max(120),
    steps: fields.steps,
  }),
  run: async (tx, { procedureId, version, teamId, title, steps }) => {
    const scope = teamId ?? organisationScope;
    await requireAuthor(tx, scope);
    const fault = faultOf(steps);
    if (fault !== null) throw new CodedError('MUTATION_INVALID', `steps ${fault}`);
    const id = procedureVersionId(procedureId, version);
    if ((await tx.get('procedures', id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', `version ${version}`);
    if (version > 1) {
      const before = procedureVersionId(procedureId, version - 1);
      const { scope: belongs } = requireRow(await tx.get('procedures', before), `version ${version - 1}`);
      if (belongs !== scope) throw new CodedError('MUTATION_FORBIDDEN', 'a procedure stays in its team');
    }
    await tx.put('procedures', {
      ...{ id, scope, procedureId, version, title, steps },
      writtenBy: tx.actor.agentId,
      writtenAt: tx.at,
      retired: false,
    });
    return applied;
  },
});

/** It is not begun any more; what is under way is finished. */
export const procedureRetire = defineMutation({
  args: z.object({ versionId: Id, retired: z.boolean() }),
  run: async (tx, { versionId, retired }) => {
    const procedure = requireRow(await tx.get('procedures', versionId), `procedure ${versionId}`);
    await requireAuthor(tx, procedure.scope);
    await tx.put('procedures', { ...procedure, retired });
    return applied;
  },
});

export const procedureStart = defineMutation({
  args: z.object({ ticketId: Id, versionId: Id, entryId: Id }),
  run: async (tx, { versionId, entryId, ...named }) => {
    const ticket = await ticketToWriteTo(tx, named.ticketId);
    const ticketId = ticket.id;
    const { title, version } = await procedureToFollow(tx, versionId);
    const entry = { id: entryId, scope: ticket.scope, ticketId, authorId: tx.actor.agentId, at: tx.at };
    await putNew(tx, { ...entry, kind: 'procedure', versionId, title, version });
    await tx.put('tickets', { ...ticket, updatedAt: tx.at });
    return applied;
  },
});

/** Says of a step that it was done, how it was answered, or that it was not done after all. */
export const procedureStep = defineMutation({
  args: z.object({
    ticketId: Id,
    versionId: Id,
    entryId: Id,
    stepId: StepId,
    answer: StepAnswer,
    value: z.string().trim().max(2000).nullable(),
  }),
  run: async (tx, { versionId, entryId, stepId, answer, value, ...named }) => {
    const ticket = await ticketToWriteTo(tx, named.ticketId);
    const ticketId = ticket.id;
    const { steps } = await procedureToFollow(tx, versionId);
    const step = requireRow(
      steps.find(({ id }) => id === stepId),
      `step ${stepId}`,
    );
    if (!fits(step, answer)) throw new CodedError('MUTATION_INVALID', `${answer} to a ${step.kind}`);
    const entry = { id: entryId, scope: ticket.scope, ticketId, authorId: tx.actor.agentId, at: tx.at };
    await putNew(tx, { ...entry, kind: 'step', versionId, stepId, text: step.text, answer, value });
    await tx.put('tickets', { ...ticket, updatedAt: tx.at });
    return applied;
  },
});

/** Supervisors write how the teams work. */
async function requireAuthor(tx: Transaction, scope: Id): Promise<void> {
  const known = scope === organisationScope || (await tx.get('teams', scope)) !== undefined;
  if (tx.actor.role === 'agent' || !known) throw new CodedError('MUTATION_FORBIDDEN', `procedures of ${scope}`);
}

async function procedureToFollow(tx: Transaction, versionId: Id): Promise<Procedure> {
  const procedure = requireRow(await tx.get('procedures', versionId), `procedure ${versionId}`);
  requireScope(tx.actor, procedure.scope);
  return procedure;
}

async function putNew(tx: Transaction, entry: Entry): Promise<void> {
  if ((await tx.get('entries', entry.id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', entry.id);
  await tx.put('entries', entry);
}

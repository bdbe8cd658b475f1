import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { Id } from '../ids.ts';
import { defineMutation, requireRow } from '../mutation/define.ts';
import { change, mergeFields } from '../mutation/merge.ts';
import { applied, type Transaction } from '../mutation/transaction.ts';
import { Abbreviation, CannedText } from './canned-text.ts';

const fields = CannedText.shape;

export const textAdd = defineMutation({
  args: z.object({
    id: Id,
    /** The team that it is for; null: the agent's own. */
    teamId: Id.nullable(),
    title: z.string().trim().min(1).max(80),
    text: z.string().trim().min(1).max(10_000),
    abbreviation: Abbreviation.nullable(),
  }),
  run: async (tx, { teamId, ...text }) => {
    if ((await tx.get('texts', text.id)) !== undefined) throw new CodedError('MUTATION_ID_TAKEN', text.id);
    const scope = teamId ?? tx.actor.agentId;
    await requireWriter(tx, scope);
    await tx.put('texts', { ...text, scope, removed: false });
    return applied;
  },
});

/** Each change carries what its author saw. Of two values for one field the first on the server stays. */
export const textUpdate = defineMutation({
  args: z.object({
    id: Id,
    changes: z.object({
      title: change(fields.title),
      text: change(fields.text),
      abbreviation: change(fields.abbreviation),
      removed: change(fields.removed),
    }),
  }),
  run: async (tx, { id, changes }) => {
    const text = requireRow(await tx.get('texts', id), `text ${id}`);
    await requireWriter(tx, text.scope);
    const { row, lost } = mergeFields(text, changes);
    await tx.put('texts', row);
    return lost.length === 0 ? applied : { outcome: 'conflict', fields: lost.map(({ field }) => field) };
  },
});

/** Everybody writes their own; those of a team its supervisors write. */
async function requireWriter(tx: Transaction, scope: Id): Promise<void> {
  if (scope === tx.actor.agentId) return;
  if (tx.actor.role === 'agent' || (await tx.get('teams', scope)) === undefined) {
    throw new CodedError('MUTATION_FORBIDDEN', `texts of ${scope}`);
  }
}

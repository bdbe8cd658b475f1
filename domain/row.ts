import { z } from 'zod';
import { Id } from './ids.ts';

/** The scope of rows that every agent of the organisation may read: agents, teams, contacts (nil UUID). */
export const organisationScope = '00000000-0000-0000-0000-000000000000';

/** The scope of deleted rows (the UUID of ones): nobody reads or writes it, and what is in it may be restored. */
export const trashScope = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What every synced row carries. Unknown fields of a newer server are kept as they are (loose objects). */
export const rowFields = {
  id: Id,
  /** Team that owns the row, the agent whose own it is (`personalTables`), or `organisationScope`: the unit of reading rights, of versions and of distribution. */
  scope: z.uuid(),
  /** Of a deleted row: the scope that it was in. */
  deletedFrom: z.uuid().optional(),
} as const;

/** The scopes that an agent may read: the organisation's, their teams', and their own. Sorted. */
export function readableScopes(agent: { readonly id: Id; readonly teamIds: readonly Id[] }): Id[] {
  return [...new Set([organisationScope, ...agent.teamIds, agent.id])].sort();
}

import type { Id } from '../../domain/ids.ts';
import type { Database } from '../database/schema.ts';

/** Looks up the scope of each of these tickets that there is. */
export function ticketScopes(db: Database): (ticketIds: readonly Id[]) => Promise<ReadonlyMap<Id, Id>> {
  return async (ticketIds) => {
    if (ticketIds.length === 0) return new Map();
    const rows = await db
      .selectFrom('tickets')
      .select(['id', 'scope'])
      .where('id', 'in', [...ticketIds])
      .execute();
    return new Map(rows.map(({ id, scope }) => [id, scope]));
  };
}

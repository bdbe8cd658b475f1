import { z } from 'zod';
import { Id } from './ids.ts';

/** The scope of rows that every agent of the organisation may read: agents, teams, contacts (nil UUID). */
export const organisationScope = '00000000-0000-0000-0000-000000000000';

/** What every synced row carries. Unknown fields of a newer server are kept as they are (loose objects). */
export const rowFields = {
  id: Id,
  /** Team that owns the row, or `organisationScope`: the unit of reading rights, of versions and of distribution. */
  scope: z.uuid(),
} as const;

import { z } from 'zod';
import { rowFields } from '../row.ts';
import { Id } from '../ids.ts';
import { TeamWork } from './work.ts';

export const Role = z.enum(['agent', 'supervisor', 'administrator']);
export type Role = z.infer<typeof Role>;

/** A person who works with Casque. Secrets (password hash, SIP line) never are in this row. */
export const Agent = z.looseObject({
  ...rowFields,
  login: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  role: Role,
  teamIds: z.array(Id),
  extension: z.string().max(16).nullable(),
});
export type Agent = z.infer<typeof Agent>;

/** A support level or speciality (`N1 Internet`, `Niveau 2`). */
export const Team = z.looseObject({
  ...rowFields,
  name: z.string().min(1).max(80),
  level: z.int().min(1).max(3),
  /** Pauses and wrap-up; teams from before this was known have none. */
  work: TeamWork.optional(),
});
export type Team = z.infer<typeof Team>;

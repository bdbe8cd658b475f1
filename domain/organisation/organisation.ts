import { v5 } from 'uuid';
import { z } from 'zod';
import type { Id } from '../ids.ts';
import { organisationScope, rowFields } from '../row.ts';

/** A number in E.164, or the beginning of a range of them (`+33298001*`): a company's extensions. */
export const OrganisationNumber = z.string().regex(/^\+[1-9]\d{5,14}\*?$/);
export type OrganisationNumber = z.infer<typeof OrganisationNumber>;

/** The fewest digits of a range: fewer would be a whole region's. */
const shortestRange = 6;

export const mostOrganisationNumbers = 40;

/**
 * What is known of a customer's organisation beyond its name, which its contacts carry (`Contact.organisation`). Its id comes of that
 * name: the row is made when there is something to write into it.
 */
export const Organisation = z.looseObject({
  ...rowFields,
  name: z.string().min(1).max(120),
  /** Those that are nobody's own: a caller of one of them is somebody of the organisation. */
  numbers: z.array(OrganisationNumber).max(mostOrganisationNumbers),
  note: z.string().max(2000),
});
export type Organisation = z.infer<typeof Organisation>;

/** The same organisation, however it is written. */
export function organisationKey(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The same wherever it is made. */
export function organisationId(name: string): Id {
  return v5(organisationKey(name), organisationScope);
}

/** Under what a caller's number may stand: itself, and the ranges that it lies in, the closest first. */
export function numberOrRanges(e164: string): string[] {
  const ranges: string[] = [];
  for (let digits = e164.length - 1; digits > shortestRange; digits--) ranges.push(`${e164.slice(0, digits)}*`);
  return [e164, ...ranges];
}

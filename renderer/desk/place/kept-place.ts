import { z } from 'zod';
import { Id } from '../../../domain/ids.ts';
import { firstPlace, type Place } from './place.ts';

/** The key under which the place is kept: with the drafts, which survive a kill and go when the agent signs out. */
export const placeKey = 'desk:place';

const KeptPlace = z.object({
  section: z.enum(['tickets', 'calls', 'contacts', 'colleagues']),
  view: z.enum(['mine', 'team', 'unassigned', 'solved']),
  ticketId: Id.nullable(),
  contact: z.object({ id: Id, name: z.string() }).nullable(),
});

/** Reads what was kept; anything else is the first place. */
export function readPlace(text: string | undefined): Place {
  if (text === undefined || text === '') return firstPlace;
  try {
    const parsed = KeptPlace.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : firstPlace;
  } catch {
    return firstPlace;
  }
}

export function writePlace(place: Place): string {
  const { section, view, ticketId, contact } = place;
  return JSON.stringify({ section, view, ticketId, contact } satisfies Place);
}

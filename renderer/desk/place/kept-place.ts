import { z } from 'zod';
import { Id } from '../../../domain/ids.ts';
import { firstPlace, type Place } from './place.ts';
import { firstSpot, type Spot } from './spot.ts';

const pixels = z.number().min(0).max(100_000_000);

const KeptSpot = z.object({
  field: z
    .object({
      name: z.string().max(40),
      caret: z
        .tuple([z.int().nonnegative(), z.int().nonnegative()])
        .refine(([start, end]) => start <= end)
        .nullable(),
    })
    .nullable(),
  listTop: pixels,
  lines: z.int().min(1).max(1_000_000).nullable(),
  filter: z.string().max(500),
  timelineTop: pixels.nullable(),
});

const KeptPlace = z.object({
  section: z.enum(['tickets', 'calls', 'contacts', 'colleagues']),
  view: z.enum(['mine', 'team', 'unassigned', 'solved']),
  ticketId: Id.nullable(),
  contact: z.object({ id: Id, name: z.string() }).nullable(),
  /** This and what follows are absent from what earlier versions kept. */
  contactFor: Id.nullable().catch(null),
  spot: KeptSpot.nullable().catch(null),
});

export type KeptPlace = { readonly place: Place; readonly spot: Spot };

/** Reads what was kept; anything else is the first place. */
export function readPlace(text: string | undefined): KeptPlace {
  const first: KeptPlace = { place: firstPlace, spot: firstSpot };
  if (text === undefined || text === '') return first;
  try {
    const parsed = KeptPlace.safeParse(JSON.parse(text));
    if (!parsed.success) return first;
    const { spot, ...place } = parsed.data;
    return { place, spot: spot ?? firstSpot };
  } catch {
    return first;
  }
}

export function writePlace({ section, view, ticketId, contact, contactFor }: Place, spot: Spot): string {
  return JSON.stringify({ section, view, ticketId, contact, contactFor, spot } satisfies Place & { spot: Spot });
}

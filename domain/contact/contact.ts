import { z } from 'zod';
import { Instant } from '../ids.ts';
import { E164, type CallerNumber } from '../phone-number/phone-number.ts';
import { rowFields } from '../row.ts';
import { mostNumbers } from './numbers.ts';

export const Equipment = z.looseObject({ kind: z.string().max(40), label: z.string().max(120) });
export type Equipment = z.infer<typeof Equipment>;

/** A person (or a site) that may call. `numbers` may be shared by several contacts (a family, a switchboard). */
export const Contact = z.looseObject({
  ...rowFields,
  name: z.string().min(1).max(120),
  organisation: z.string().max(120).nullable(),
  town: z.string().max(80).nullable(),
  email: z.string().max(254).nullable(),
  numbers: z.array(E164).max(mostNumbers),
  customerNumber: z.string().max(32).nullable(),
  equipment: z.array(Equipment).max(20),
  note: z.string().max(2000).nullable(),
  /** They were taken out of the data: nothing of them is written again. */
  erasedAt: Instant.optional(),
});
export type Contact = z.infer<typeof Contact>;

/** Who may be calling, before the answer. */
export type Recognition =
  | { readonly kind: 'known'; readonly contact: Contact }
  | { readonly kind: 'several'; readonly contacts: readonly Contact[] }
  /** Nobody's own number, but one of their organisation's; these are its people. */
  | { readonly kind: 'organisation'; readonly name: string; readonly contacts: readonly Contact[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'internal'; readonly extension: string }
  | { readonly kind: 'withheld' };

/** Recognises a caller among the contacts that carry the number; `contactsWith` looks them up by E.164. */
export function recogniseCaller(caller: CallerNumber, contactsWith: (e164: E164) => readonly Contact[]): Recognition {
  switch (caller.kind) {
    case 'withheld':
      return { kind: 'withheld' };
    case 'internal':
      return { kind: 'internal', extension: caller.extension };
    case 'unreadable':
      return { kind: 'unknown' };
    case 'public': {
      const contacts = contactsWith(caller.e164);
      const [first] = contacts;
      if (first === undefined) return { kind: 'unknown' };
      return contacts.length === 1 ? { kind: 'known', contact: first } : { kind: 'several', contacts };
    }
  }
}

import { z } from 'zod';
import { Id } from '../ids.ts';
import { rowFields } from '../row.ts';

/** What a caller works with. `other`: the name says it. */
export const EquipmentKind = z.enum([
  'computer',
  'laptop',
  'tablet',
  'virtual-desktop',
  'phone',
  'printer',
  'router',
  'software',
  'other',
]);
export type EquipmentKind = z.infer<typeof EquipmentKind>;

/** One contact, or everybody of an organisation, by its name as the contacts carry it. */
export const EquipmentOwner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contact'), id: Id }),
  z.object({ kind: z.literal('organisation'), name: z.string().min(1).max(120) }),
]);
export type EquipmentOwner = z.infer<typeof EquipmentOwner>;

/** Hardware or software that callers ask about. It belongs to the whole organisation of agents, as contacts do. */
export const EquipmentItem = z.looseObject({
  ...rowFields,
  owner: EquipmentOwner,
  kind: EquipmentKind,
  name: z.string().min(1).max(120),
  serial: z.string().max(80),
  note: z.string().max(2000),
  /** No longer in use: kept for the tickets that name it. */
  retired: z.boolean(),
});
export type EquipmentItem = z.infer<typeof EquipmentItem>;

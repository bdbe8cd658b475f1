import { z } from 'zod';
import { Id } from '../../../domain/ids.ts';

/**
 * How far the PBX says that a transfer has come (RFC 3515 §2.4.5); never assumed.
 * - `asked`: the request is under way. `trying`: the PBX took it. `ringing`: it rings there.
 * - `done`: they are joined. `handedOver`: the PBX took the call away from us without saying how it ended.
 * - `failed`: the call is still ours.
 */
export const TransferState = z.enum(['asked', 'trying', 'ringing', 'done', 'handedOver', 'failed']);
export type TransferState = z.infer<typeof TransferState>;

export const Transfer = z.object({
  /** The number that was dialled for it, or that of the other call; null when that is withheld. */
  number: z.string().max(64).nullable(),
  /** The other call of this phone that it is joined to; null for a blind transfer. */
  otherCallId: Id.nullable(),
  state: TransferState,
});
export type Transfer = z.infer<typeof Transfer>;

/** Who sent a call on to us. */
export const Diversion = z.object({
  number: z.string().max(64).nullable(),
  displayName: z.string().max(120).nullable(),
});
export type Diversion = z.infer<typeof Diversion>;

/** What else the PBX says about a call, under the name that the administrator gave to it. */
export const CallHeader = z.object({ label: z.string().max(40), value: z.string().max(200) });
export type CallHeader = z.infer<typeof CallHeader>;

export const maximumCallHeaders = 8;

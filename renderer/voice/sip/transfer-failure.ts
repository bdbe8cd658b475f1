import type { ErrorCode } from '../../../domain/errors.ts';

const noSuchNumber: ReadonlySet<number> = new Set([404, 410, 484, 485, 604]);
const notTaken: ReadonlySet<number> = new Set([408, 480, 486, 487, 600, 603]);

/** Why a transfer failed, by the status that the PBX tells of it (RFC 3261 §21); undefined: it told nothing. */
export function transferFailure(status: number | undefined): ErrorCode {
  if (status !== undefined && noSuchNumber.has(status)) return 'PHONE_NUMBER_INVALID';
  return status !== undefined && notTaken.has(status) ? 'PHONE_TRANSFER_NOT_TAKEN' : 'PHONE_TRANSFER_FAILED';
}

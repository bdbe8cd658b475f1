import type { PhoneCall } from '../../voice/contract/state.ts';

/** It ended without anybody wanting it, as far as is known: the caller may wait for us to call again. */
export function isLost({ errorCode, answeredAt }: Pick<PhoneCall, 'errorCode' | 'answeredAt'>): boolean {
  if (errorCode === 'PHONE_MEDIA_FAILED') return answeredAt !== null;
  return errorCode === 'PHONE_CALL_LOST' || errorCode === 'PHONE_CALL_OVER';
}

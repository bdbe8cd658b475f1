import { useEffect } from 'react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useSince } from '../strip/use-since.ts';

/**
 * Since when this desk sees the call on hold. Kept with the window, so that a desk that crashed does not count a caller's wait from
 * the beginning again.
 */
export function useHeldSince(call: PhoneCall): string {
  const held = call.phase === 'held';
  const seen = useSince(held);
  const key = `held ${call.id}`;
  const kept = held ? sessionStorage.getItem(key) : null;
  useEffect(() => {
    if (!held) sessionStorage.removeItem(key);
    else if (sessionStorage.getItem(key) === null) sessionStorage.setItem(key, seen);
  }, [held, key, seen]);
  return kept !== null && kept < seen ? kept : seen;
}

import { useState } from 'react';
import type { Instant } from '../../../domain/ids.ts';

/** When `value` became what it is, as far as this desk saw. */
export function useSince(value: boolean): Instant {
  const [seen, setSeen] = useState(() => ({ value, at: new Date().toISOString() }));
  if (seen.value === value) return seen.at;
  const at = new Date().toISOString();
  setSeen({ value, at });
  return at;
}

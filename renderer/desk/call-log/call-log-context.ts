import { createContext, useContext } from 'react';
import type { CallLog } from './call-log.ts';

/** Null until the store is open. */
export const CallLogContext = createContext<CallLog | null>(null);

export function useCallLog(): CallLog | null {
  return useContext(CallLogContext);
}

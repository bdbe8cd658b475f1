import { useSyncExternalStore } from 'react';
import type { Id } from '../../../domain/ids.ts';

/** Answers that the agent has put away, as long as this window lives: a restart shows them again, for no answer may be missed. */
let dismissed: ReadonlySet<Id> = new Set();
const listeners = new Set<() => void>();

export function dismiss(id: Id): void {
  dismissed = new Set([...dismissed, id]);
  for (const listener of [...listeners]) listener();
}

export function useDismissed(): ReadonlySet<Id> {
  return useSyncExternalStore(subscribe, () => dismissed);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const readInCall = new Set<Id>();

/** The answer was in sight while its call was up: it need not follow the agent into the next one. */
export function markRead(id: Id): void {
  readInCall.add(id);
}

export function wasRead(id: Id): boolean {
  return readInCall.has(id);
}

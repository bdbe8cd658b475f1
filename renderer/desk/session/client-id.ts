import { Id, newId } from '../../../domain/ids.ts';

/**
 * The store's identity at the server for one account on this machine. It outlives a session (what is queued belongs to it),
 * so it is kept apart from the session's secret. It names nobody and opens nothing.
 */
export function clientIdFor(storage: Storage, serverUrl: string, agentId: Id): Id {
  const key = `casque:client ${serverUrl} ${agentId}`;
  const kept = Id.safeParse(storage.getItem(key));
  if (kept.success) return kept.data;
  const made = newId();
  storage.setItem(key, made);
  return made;
}

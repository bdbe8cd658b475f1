import type { Call } from '../../../domain/call/call.ts';
import type { View } from './view.ts';

/** These calls, the newest first. */
export async function recentCalls(view: View, slots: Iterable<number>, limit: number): Promise<Call[]> {
  const { calls } = view.rows.indexes;
  const newest = [...new Set(slots)]
    .filter((slot) => calls.visible[slot] === true)
    .sort((a, b) => (calls.startedAt[b] ?? 0) - (calls.startedAt[a] ?? 0) || b - a)
    .slice(0, limit);
  return await view.rows.readAll('calls', calls.visibleIds(newest));
}

/** The agent's own calls. */
export async function ownCalls(view: View, limit: number): Promise<Call[]> {
  const { calls } = view.rows.indexes;
  const own: number[] = [];
  for (let slot = 0; slot < calls.end; slot++) {
    if (calls.agentId[slot] === view.actor.agentId) own.push(slot);
  }
  return await recentCalls(view, own, limit);
}

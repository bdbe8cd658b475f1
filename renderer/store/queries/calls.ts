import { CallDirection, type Call } from '../../../domain/call/call.ts';
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

const outgoing = CallDirection.options.indexOf('outgoing');

/** The number that the agent dialled last. */
export async function lastDialled(view: View): Promise<string | null> {
  const { calls } = view.rows.indexes;
  let last: number | null = null;
  for (let slot = 0; slot < calls.end; slot++) {
    if (calls.visible[slot] !== true || calls.direction[slot] !== outgoing) continue;
    if (calls.agentId[slot] !== view.actor.agentId || calls.number[slot] == null) continue;
    if (last === null || (calls.startedAt[slot] ?? 0) >= (calls.startedAt[last] ?? 0)) last = slot;
  }
  const id = last === null ? null : calls.ids[last];
  // The digest may hold another notation; what was dialled is dialled again.
  return id == null ? null : ((await view.rows.read('calls', id))?.number ?? null);
}

import type { Id } from '../../../domain/ids.ts';

const dialled = new Set<Id>();

/** The agent has called from this promise: speaking to them keeps it, however early that is. */
export function markDialled(id: Id): void {
  dialled.add(id);
}

export function wasDialled(id: Id): boolean {
  return dialled.has(id);
}

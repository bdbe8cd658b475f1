import { actionIds, type ActionId } from './catalogue.ts';

/**
 * Which actions can be done now, and how. A part of the screen offers an action while it is there; the last one that offered
 * it does it.
 */
export type ActionHub = {
  /** Returns how to withdraw it. */
  offer(id: ActionId, run: () => void): () => void;
  available(id: ActionId): boolean;
  /** False when nothing offers it now. */
  run(id: ActionId): boolean;
  subscribe(listener: () => void): () => void;
  /** Changes with every offer: a snapshot to compare. */
  version(): number;
};

export function createActionHub(): ActionHub {
  const offers = new Map<ActionId, (() => void)[]>(actionIds.map((id) => [id, []]));
  const listeners = new Set<() => void>();
  let version = 0;

  function changed(): void {
    version++;
    for (const listener of [...listeners]) listener();
  }

  return {
    offer: (id, run) => {
      const list = offers.get(id) ?? [];
      list.push(run);
      changed();
      return () => {
        const index = list.indexOf(run);
        if (index >= 0) list.splice(index, 1);
        changed();
      };
    },
    available: (id) => (offers.get(id)?.length ?? 0) > 0,
    run: (id) => {
      const run = offers.get(id)?.at(-1);
      run?.();
      return run !== undefined;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}

import { actionIds, type ActionId } from './catalogue.ts';

/**
 * Which actions can be done now, and how. A part of the screen offers an action while it is there; the last one that offered
 * it does it, unless one that goes first is there.
 */
export type ActionHub = {
  /** Returns how to withdraw it. @param first it is done by this part, however late the others came on the screen */
  offer(id: ActionId, run: () => void, first?: boolean): () => void;
  available(id: ActionId): boolean;
  /** False when nothing offers it now. */
  run(id: ActionId): boolean;
  subscribe(listener: () => void): () => void;
  /** Changes with every offer: a snapshot to compare. */
  version(): number;
};

type Offer = { readonly run: () => void; readonly first: boolean };

export function createActionHub(): ActionHub {
  const offers = new Map<ActionId, Offer[]>(actionIds.map((id) => [id, []]));
  const listeners = new Set<() => void>();
  let version = 0;

  function changed(): void {
    version++;
    for (const listener of [...listeners]) listener();
  }

  return {
    offer: (id, run, first = false) => {
      const list = offers.get(id) ?? [];
      const offer = { run, first };
      list.push(offer);
      changed();
      return () => {
        const index = list.indexOf(offer);
        if (index >= 0) list.splice(index, 1);
        changed();
      };
    },
    available: (id) => (offers.get(id)?.length ?? 0) > 0,
    run: (id) => {
      const list = offers.get(id) ?? [];
      const offer = list.findLast(({ first }) => first) ?? list.at(-1);
      offer?.run();
      return offer !== undefined;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}

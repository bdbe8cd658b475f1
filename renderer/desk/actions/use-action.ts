import { createContext, useContext, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { ActionHub } from './action-hub.ts';
import type { ActionId } from './catalogue.ts';

export const ActionContext = createContext<ActionHub | null>(null);

export function useActions(): ActionHub {
  const hub = useContext(ActionContext);
  if (hub === null) throw new Error('No ActionContext above this part of the desk');
  return hub;
}

/**
 * Offers an action while this part is on screen and `run` is not null; `first`: before the parts that offer it as well. It is offered before
 * the part is painted: a key that is pressed as soon as it is to be seen is never lost, nor taken for the part before.
 */
export function useAction(id: ActionId, run: (() => void) | null, first = false): void {
  const hub = useActions();
  const latest = useRef(run);
  const offered = run !== null;
  useLayoutEffect(() => {
    latest.current = run;
  });
  useLayoutEffect(() => {
    if (!offered) return undefined;
    return hub.offer(id, () => latest.current?.(), first);
  }, [hub, id, offered, first]);
}

/** Draws again when what can be done changes. */
export function useAvailable(): ActionHub {
  const hub = useActions();
  useSyncExternalStore(hub.subscribe, hub.version);
  return hub;
}

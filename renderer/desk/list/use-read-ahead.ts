import { useEffect, useRef } from 'react';
import type { Id } from '../../../domain/ids.ts';
import { useDesk } from '../data/services.ts';
import type { RowList } from './use-row-list.ts';

/** Has the tickets at hand that the list's next key would open, once the one that is open has been drawn: then they are drawn with that key. */
export function useReadAhead(list: RowList, lines: readonly { readonly id: Id }[]): void {
  const { store } = useDesk();
  const stops = useRef(new Map<Id, () => void>());
  const { chosen, reach } = list;
  useEffect(() => {
    const idle = requestIdleCallback(() => {
      const wanted = new Set(reach().flatMap((index) => lines[index]?.id ?? []));
      for (const [id, stop] of stops.current) {
        if (wanted.has(id)) continue;
        stops.current.delete(id);
        stop();
      }
      for (const id of wanted) {
        if (!stops.current.has(id)) stops.current.set(id, store.watchAhead('ticket', { id }));
      }
    });
    return () => cancelIdleCallback(idle);
    // `reach` is made anew with every drawing, of these two.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [store, chosen, lines]);
  useEffect(() => {
    const watched = stops.current;
    return () => {
      for (const stop of watched.values()) stop();
      watched.clear();
    };
  }, [store]);
}

import { useEffect, useState } from 'react';
import type { FoundTicket, SearchFilter } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';

/** So long after the last key the server is asked: never for half a word. Milliseconds. */
const settleMillis = 350;

export type ServerSearch =
  | { readonly state: 'asking' }
  | { readonly state: 'answered'; readonly tickets: readonly FoundTicket[] }
  /** The server could not be asked: what is on this machine is all there is. */
  | { readonly state: 'away' };

/** What the server has of it and this machine has not; null while nothing is looked for. */
export function useServerSearch(text: string, filter: SearchFilter, asks: boolean): ServerSearch | null {
  const { store } = useDesk();
  const key = JSON.stringify([text, filter]);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly search: ServerSearch } | null>(null);
  useEffect(() => {
    if (!asks) return undefined;
    let current = true;
    const later = setTimeout(() => {
      void store.request('searchServer', { text, filter }).then((result) => {
        const search: ServerSearch = result.ok ? { state: 'answered', tickets: result.value } : { state: 'away' };
        if (current) setAnswer({ key, search });
      });
    }, settleMillis);
    return () => {
      current = false;
      clearTimeout(later);
    };
    // `key` stands for text and filter.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [store, key, asks]);
  if (!asks) return null;
  return answer?.key === key ? answer.search : { state: 'asking' };
}

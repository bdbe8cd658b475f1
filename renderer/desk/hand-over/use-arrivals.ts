import { useEffect, useRef } from 'react';
import type { Id } from '../../../domain/ids.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useSay } from '../notices/use-notices.ts';
import { ticketName } from '../ticket/ticket-name.ts';
import { useText } from '../words/use-text.ts';

/** Says it when another team hands a ticket over. Those that were there at the start are in the list. */
export function useArrivals(): void {
  const text = useText();
  const say = useSay();
  const arrivals = useStoreQuery('arrivals', null);
  const online = useStoreQuery('status', null)?.sync.state === 'online';
  const seen = useRef<ReadonlySet<Id> | null>(null);
  useEffect(() => {
    if (arrivals === undefined || !online) return;
    const before = seen.current;
    seen.current = new Set(arrivals.map(({ id }) => id));
    if (before === null) return;
    for (const line of arrivals) {
      if (before.has(line.id) || line.arrivedFrom === null) continue;
      say.info('handOver.arrived', { team: line.arrivedFrom, ticket: ticketName(line, text) });
    }
  }, [arrivals, online, say, text]);
}

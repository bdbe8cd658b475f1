import { useEffect, useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { CallerView } from '../../store/contract.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { callerWords } from '../who/caller.ts';
import { useText } from '../words/use-text.ts';

/** Who is at the other end of each of several calls, in words. */
export function useOtherNames(calls: readonly PhoneCall[]): ReadonlyMap<Id, string> {
  const text = useText();
  const { store, country } = useDesk();
  const agents = useStoreQuery('agents', null);
  const [seen, setSeen] = useState<ReadonlyMap<Id, CallerView>>(new Map());
  const key = JSON.stringify(calls.map(({ id, number, customerNumber }) => [id, number, customerNumber]));
  useEffect(() => {
    const asked = JSON.parse(key) as [Id, string | null, string | null][];
    const stops = asked.map(([id, number, customerNumber]) =>
      store.watch('caller', { number, customerNumber }, (view) => {
        setSeen((before) => new Map([...before, [id, view]]));
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [store, key]);
  return new Map(
    calls.map((call) => {
      const colleague = agents?.find((agent) => agent.extension !== null && agent.extension === call.number);
      const { title } = callerWords(call, seen.get(call.id)?.recognition, null, country, text);
      return [call.id, colleague?.name ?? title];
    }),
  );
}

import { useEffect, useRef } from 'react';
import { isKeptBy } from '../../../domain/callback/callback.ts';
import { newId } from '../../../domain/ids.ts';
import type { CallbackView } from '../../store/contract.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { usePhone } from '../phone/use-phone.ts';
import { numberToKeep } from '../words/number.ts';
import { wasDialled } from './dialled.ts';

/** Puts a promise on record as kept once the agent has called the person and somebody has answered. */
export function useKeepCallbacks(open: readonly CallbackView[] | undefined): void {
  const { store, country } = useDesk();
  const calls = usePhone().snapshot?.calls;
  const done = useRef(new Set<string>());
  useEffect(() => {
    for (const call of calls ?? []) {
      if (call.direction !== 'outgoing' || call.answeredAt === null) continue;
      const number = numberToKeep(call.number, country);
      for (const { callback } of open ?? []) {
        const { id } = callback;
        if (callback.number !== number || done.current.has(id)) continue;
        if (!wasDialled(id) && !isKeptBy(callback, Date.parse(call.startedAt))) continue;
        done.current.add(id);
        // On record without being asked: where it cannot be written the promise stays in the list, to be closed by hand.
        void mutate(store, 'callback.close@1', { id, entryId: newId(), outcome: 'kept', callId: call.id });
      }
    }
  }, [calls, open, store, country]);
}

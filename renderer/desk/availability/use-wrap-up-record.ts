import { useEffect } from 'react';
import { useDesk } from '../data/services.ts';
import { mutate } from '../data/mutate.ts';
import { ask } from '../data/use-store-query.ts';
import { usePhone } from '../phone/use-phone.ts';

/** Writes how long the work after a call took into the call's row, once it is over; a desk that was away then finds it in the phone. */
export function useWrapUpRecord(): void {
  const { store } = useDesk();
  const last = usePhone().snapshot?.work?.lastWrapUp ?? null;
  const key = last === null ? null : `${last.callId} ${last.startedAt} ${last.endedAt}`;
  useEffect(() => {
    if (last === null) return;
    const seconds = Math.max(0, Math.round((Date.parse(last.endedAt) - Date.parse(last.startedAt)) / 1000));
    const record = async (): Promise<void> => {
      const row = await ask(store, 'call', { id: last.callId });
      if (row !== null && row.wrapUpSeconds == null) await mutate(store, 'call.wrapUp@1', { id: last.callId, seconds });
    };
    // A figure, not words: without the store it is asked for again with the next change or start.
    void record().catch(() => undefined);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [store, key]);
}

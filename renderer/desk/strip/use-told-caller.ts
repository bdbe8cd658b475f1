import { useEffect } from 'react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useServices } from '../data/services.ts';
import type { CallerWords } from '../who/caller.ts';

/** Tells the shell who calls, once it is known: for the notification and the tray. */
export function useToldCaller(call: PhoneCall, words: CallerWords, known: boolean): void {
  const { bridge } = useServices();
  const { id, queue } = call;
  const { title, number } = words;
  useEffect(() => {
    if (!known) return;
    const facts = [number === title ? null : number, queue].filter((fact) => fact !== null);
    // A shell that does not take it shows the number.
    bridge
      .request('desk:caller', { callId: id, title: title.slice(0, 160), detail: facts.join(', ').slice(0, 200) })
      .catch(() => undefined);
  }, [bridge, known, id, queue, title, number]);
}

import { useEffect } from 'react';
import { useDesk } from '../data/services.ts';
import { usePhone } from '../phone/use-phone.ts';

/** Tells the team how available this agent is, as the phone knows it. */
export function usePublishPresence(): void {
  const { store } = useDesk();
  const phone = usePhone();
  const work = phone.link === 'connected' ? (phone.snapshot?.work ?? null) : null;
  const { state, since, reason = null, until = null } = work ?? {};
  useEffect(() => {
    const presence = state === undefined || since === undefined ? null : { state, since, reason, until };
    // Without the store there is no server to tell.
    void store.request('presence', presence).catch(() => undefined);
  }, [store, state, since, reason, until]);
}

import { useContext, useEffect } from 'react';
import { DeskContext, useServices } from './services.ts';

/**
 * Says once that the first screen is painted and takes keys: to the shell, which starts the phone then, to the store, which loads
 * its rows then, and as the performance mark that `npm run bench -- startup` reads. The second frame comes once the first one is on the screen.
 */
export function useUsable(painted: boolean): void {
  const { bridge } = useServices();
  const store = useContext(DeskContext)?.store;
  useEffect(() => {
    if (!painted || performance.getEntriesByName('casque:usable').length > 0) return;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        performance.mark('casque:usable');
        store?.drawn();
        void bridge.request('desk:usable', null).catch(() => undefined);
      }),
    );
  }, [bridge, store, painted]);
}

/**
 * The same where this machine's data cannot be opened and nothing more will be painted: the phone works without them. The store is not
 * told, for it has no rows to load.
 */
export function useUsableWithoutData(): void {
  const { bridge } = useServices();
  useEffect(() => {
    requestAnimationFrame(() => void bridge.request('desk:usable', null).catch(() => undefined));
  }, [bridge]);
}

import { useCallback } from 'react';
import { useServices } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';
import { bridgeErrorCode } from './phone-client.ts';

/** Lets the phone use the buttons of every headset that is plugged in, and says how many there are. */
export function useConnectHeadset(): () => void {
  const { bridge } = useServices();
  const say = useSay();
  return useCallback(() => {
    void bridge.request('desk:headsets', 'connect').then(
      ({ found }) => {
        if (found === 0) say.info('headset.notFound');
        else say.good('headset.connected', { count: found });
      },
      (error: unknown) => say.error(bridgeErrorCode(error, 'SHELL_FAILED')),
    );
  }, [bridge, say]);
}

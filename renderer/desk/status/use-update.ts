import { useEffect, useState } from 'react';
import type { UpdateState } from '../../bridges/update.ts';
import type { SyncStatus } from '../../store/contract.ts';
import { useServices } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';
import { usePhone } from '../phone/use-phone.ts';

export type Update = { readonly state: UpdateState; readonly install: (() => void) | null };

/** The newer version that is here, if any; tells the shell what of this agent's work it has to wait for. */
export function useUpdate(status: SyncStatus | undefined): Update {
  const { bridge } = useServices();
  const say = useSay();
  const wrapUp = usePhone().snapshot?.work?.wrapUp != null;
  const [state, setState] = useState<UpdateState>(null);
  const queued = status?.queued;
  const unsent = status?.unsent;

  useEffect(() => {
    if (queued === undefined || unsent === undefined) return;
    void bridge.request('desk:in-hand', { queued, unsent, wrapUp }).catch(() => undefined);
  }, [bridge, queued, unsent, wrapUp]);

  useEffect(() => {
    let current = true;
    const stop = bridge.on('desk:update', setState);
    bridge.request('desk:update', null).then(
      (now) => {
        if (current) setState(now);
      },
      () => undefined,
    );
    return () => {
      current = false;
      stop();
    };
  }, [bridge]);

  const install = (): void => {
    const failed = (): void => say.info('update.failed');
    void bridge.request('desk:update-install', null).then(({ begun }) => {
      if (!begun) failed();
    }, failed);
  };
  return { state, install: state?.waitsFor === null ? install : null };
}

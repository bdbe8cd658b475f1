import { useEffect, useState } from 'react';
import type { GlobalAction } from '../../bridges/settings.ts';
import { useServices } from '../data/services.ts';
import { useNoticeList } from '../notices/use-notices.ts';
import { useText } from '../words/use-text.ts';
import { actions } from './catalogue.ts';
import { useActions } from './use-action.ts';

/** Does what a global key asks for, and says once after the start which ones the system did not give. */
export function useGlobalKeys(): void {
  const { bridge, start } = useServices();
  const hub = useActions();
  const notices = useNoticeList();
  const text = useText();
  useEffect(() => bridge.on('desk:global-key', (action) => void hub.run(action)), [bridge, hub]);
  useEffect(() => {
    if (Object.keys(start.settings.globalKeys).length === 0) return;
    void bridge.request('desk:refused-keys', null).then((refused) => {
      if (refused.length === 0) return;
      const names = refused.map((action) => text(actions[action].label)).join(', ');
      notices.add('bad', { id: 'keys.global.refusedNotice', values: { actions: names } });
    });
    // Said once, in the language of the start.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [bridge, start]);
}

/** The global keys that the system does not give now. */
export function useRefusedKeys(): readonly GlobalAction[] {
  const { bridge, settings } = useServices();
  const [refused, setRefused] = useState<readonly GlobalAction[]>([]);
  useEffect(() => {
    let current = true;
    void bridge.request('desk:refused-keys', null).then((now) => {
      if (current) setRefused(now);
    });
    return () => {
      current = false;
    };
    // The shell answers a change with the settings that hold: then it has tried.
  }, [bridge, settings.globalKeys]);
  return refused;
}

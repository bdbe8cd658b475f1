import { useCallback } from 'react';
import type { PhoneCommand } from '../../voice/contract/messages.ts';
import { useServices } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';

/** Asks something of the phone and tells the person when it was refused. */
export function useCommand(): (command: PhoneCommand) => void {
  const { phone } = useServices();
  const say = useSay();
  return useCallback(
    (command) => {
      void phone.command(command).then((result) => {
        // A call that ended a moment before is no news: the strip says so.
        if (!result.ok && result.code !== 'PHONE_CALL_GONE') say.error(result.code);
      });
    },
    [phone, say],
  );
}

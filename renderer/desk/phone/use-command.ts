import { useCallback } from 'react';
import type { PhoneCommand } from '../../voice/contract/messages.ts';
import { useServices } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';

/**
 * Asks something of the phone and tells the person when it was refused.
 * `whenGone`: the phone is away, or died before it had answered; in place of telling it. `whenAnswered`: whatever was answered, or died
 */
export function useCommand(): (command: PhoneCommand, whenGone?: () => void, whenAnswered?: () => void) => void {
  const { phone } = useServices();
  const say = useSay();
  return useCallback(
    (command, whenGone, whenAnswered) => {
      void phone.command(command).then((result) => {
        whenAnswered?.();
        if (!result.ok && result.code === 'PHONE_GONE' && whenGone !== undefined) whenGone();
        // A call that ended a moment before is no news: the strip says so.
        else if (!result.ok && result.code !== 'PHONE_CALL_GONE') say.error(result.code);
      });
    },
    [phone, say],
  );
}

import { useEffect, useState } from 'react';
import type { PhoneCommand } from '../../voice/contract/messages.ts';
import { useServices } from '../data/services.ts';
import { useCommand } from './use-command.ts';
import { usePhone } from './use-phone.ts';

export type AskWhenBack = {
  readonly ask: (command: PhoneCommand) => void;
  /** What waits for the phone. */
  readonly waiting: PhoneCommand['type'] | null;
};

/** Asks of the phone at once, or as soon as it is back: then the last thing that was asked counts. */
export function useAskWhenBack(): AskWhenBack {
  const { phone } = useServices();
  const command = useCommand();
  const lost = usePhone().link === 'lost';
  const [waiting, setWaiting] = useState<PhoneCommand | null>(null);
  useEffect(() => {
    if (waiting === null) return undefined;
    let asked = false;
    return phone.subscribe(() => {
      if (asked || phone.view().link === 'lost') return;
      asked = true;
      setWaiting(null);
      command(waiting);
    });
  }, [phone, command, waiting]);
  return { ask: lost ? setWaiting : command, waiting: waiting?.type ?? null };
}

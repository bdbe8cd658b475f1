import { useCallback, useEffect, useState } from 'react';
import type { PhoneCommand } from '../../voice/contract/messages.ts';
import { useServices } from '../data/services.ts';
import { useCommand } from './use-command.ts';
import { usePhone } from './use-phone.ts';

export type AskWhenBack = {
  /** To be done once, however often it is asked: the phone may have done it before it died. */
  readonly ask: (command: PhoneCommand) => void;
  /** Whether this waits for the phone. */
  readonly waits: (type: PhoneCommand['type']) => boolean;
};

/** These stand beside whatever else is asked; of the others only the last one counts. */
const settings: ReadonlySet<PhoneCommand['type']> = new Set(['mute', 'hold']);

/** Asks of the phone at once, or as soon as it is back, also what it died with. */
export function useAskWhenBack(): AskWhenBack {
  const { phone } = useServices();
  const command = useCommand();
  const lost = usePhone().link === 'lost';
  const [waiting, setWaiting] = useState<readonly PhoneCommand[]>([]);
  const wait = useCallback((asked: PhoneCommand) => {
    setWaiting((before) => [
      ...(settings.has(asked.type) ? before.filter(({ type }) => type !== asked.type) : []),
      asked,
    ]);
  }, []);
  const ask = useCallback((asked: PhoneCommand) => command(asked, () => wait(asked)), [command, wait]);
  useEffect(() => {
    if (waiting.length === 0) return undefined;
    let asked = false;
    const askIfBack = (): void => {
      if (asked || phone.view().link === 'lost') return;
      asked = true;
      setWaiting([]);
      for (const each of waiting) ask(each);
    };
    askIfBack();
    return phone.subscribe(askIfBack);
  }, [phone, ask, waiting]);
  return { ask: lost ? wait : ask, waits: (type) => waiting.some((each) => each.type === type) };
}

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
  /** What this will be once the phone is back, or has answered; undefined: nothing was asked of it. */
  readonly wanted: (type: Setting) => boolean | undefined;
};

type Setting = 'mute' | 'hold';
type SettingCommand = Extract<PhoneCommand, { type: Setting }>;

/** These wait beside one another, the last of each; anything else takes the place of all that waits. */
function isSetting(command: PhoneCommand): command is SettingCommand {
  return command.type === 'mute' || command.type === 'hold';
}

/** Asks of the phone at once, or as soon as it is back, also what it died with. */
export function useAskWhenBack(): AskWhenBack {
  const { phone } = useServices();
  const command = useCommand();
  const lost = usePhone().link === 'lost';
  const [waiting, setWaiting] = useState<readonly PhoneCommand[]>([]);
  const [underWay, setUnderWay] = useState<readonly PhoneCommand[]>([]);
  const wait = useCallback((asked: PhoneCommand) => {
    setWaiting((before) => [...(isSetting(asked) ? before.filter(({ type }) => type !== asked.type) : []), asked]);
  }, []);
  const ask = useCallback(
    (asked: PhoneCommand) => {
      setUnderWay((before) => [...before, asked]);
      const isAnswered = (): void => setUnderWay((before) => before.filter((each) => each !== asked));
      command(asked, () => wait(asked), isAnswered);
    },
    [command, wait],
  );
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
  return {
    ask: lost ? wait : ask,
    waits: (type) => waiting.some((each) => each.type === type),
    wanted: (type) => [...underWay, ...waiting].filter(isSetting).findLast((each) => each.type === type)?.on,
  };
}

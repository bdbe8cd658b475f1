import { useMemo } from 'react';
import type { CallbackOutcome } from '../../../domain/callback/callback.ts';
import { newId } from '../../../domain/ids.ts';
import type { CallbackView } from '../../store/contract.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useCommand } from '../phone/use-command.ts';
import { markDialled } from './dialled.ts';
import { useAskCallback } from './subject.ts';

export type CallbackActs = {
  readonly dial: (view: CallbackView) => void;
  readonly move: (view: CallbackView) => void;
  /** Resolves to whether it is on disk. */
  readonly close: (view: CallbackView, outcome: CallbackOutcome) => Promise<boolean>;
};

/** What can be done with a promise. */
export function useCallbackActs(): CallbackActs {
  const command = useCommand();
  const mutate = useMutate();
  const ask = useAskCallback();
  return useMemo(
    () => ({
      dial: ({ callback: { id, number } }) => {
        if (number === null) return;
        markDialled(id);
        command({ type: 'call', number });
      },
      move: (view) => ask({ kind: 'move', view }),
      close: ({ callback: { id } }, outcome) =>
        mutate('callback.close@1', { id, entryId: newId(), outcome, callId: null }),
    }),
    [command, mutate, ask],
  );
}

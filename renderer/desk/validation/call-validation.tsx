import { useState } from 'react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useCommand } from '../phone/use-command.ts';
import type { CallContext } from '../strip/use-call-context.ts';
import { AskPanel } from './ask-panel.tsx';
import { AskedLine } from './asked-line.tsx';
import { useDismissed } from './dismissed.ts';

export type CallValidationProps = {
  readonly call: PhoneCall;
  readonly context: CallContext;
  /** The keys act on this call. */
  readonly current: boolean;
};

/** What was asked of colleagues for this call, and where the next question is written. Asking puts the caller on hold. */
export function CallValidation({ call, context, current }: CallValidationProps) {
  const command = useCommand();
  const { teamId } = useDesk();
  const mine = useStoreQuery('validations', null)?.mine ?? [];
  const [asking, setAsking] = useState(false);
  const dismissed = useDismissed();
  const answered = call.phase === 'active' || call.phase === 'held';
  const ask = (): void => {
    if (call.phase === 'active') command({ type: 'hold', callId: call.id, on: true });
    setAsking(true);
  };
  useAction('call.askValidation', current && answered && teamId !== null ? ask : null);
  return (
    <>
      {asking && answered ? <AskPanel call={call} context={context} onClose={() => setAsking(false)} /> : null}
      {mine
        .filter(({ validation }) => validation.callId === call.id && !dismissed.has(validation.id))
        .map((view) => (
          <AskedLine key={view.validation.id} view={view} />
        ))}
    </>
  );
}

import { lazy, Suspense, useEffect, useState } from 'react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useCommand } from '../phone/use-command.ts';
import type { CallContext } from '../strip/use-call-context.ts';
import { AskedLine } from './asked-line.tsx';
import { useDismissed } from './dismissed.ts';

const AskPanel = lazy(() => import('./ask-panel.tsx'));

export type CallValidationProps = {
  readonly call: PhoneCall;
  readonly context: CallContext;
  /** The keys act on this call. */
  readonly current: boolean;
  /** The phone is gone for the moment: nothing new is asked, what is being written stays. */
  readonly lost: boolean;
};

/** What was asked of colleagues for this call, and where the next question is written. Asking puts the caller on hold. */
export function CallValidation({ call, context, current, lost }: CallValidationProps) {
  const command = useCommand();
  const { teamId } = useDesk();
  const mine = useStoreQuery('validations', null)?.mine ?? [];
  const [asking, setAsking] = useState(false);
  const dismissed = useDismissed();
  const answered = call.phase === 'active' || call.phase === 'held';
  useEffect(() => {
    // Not at the start of the program, but before it is asked for: what a key opens must come with the key.
    if (answered) void import('./ask-panel.tsx');
  }, [answered]);
  const ask = (): void => {
    if (call.phase === 'active') command({ type: 'hold', callId: call.id, on: true });
    setAsking(true);
  };
  useAction('call.askValidation', current && answered && !lost && teamId !== null ? ask : null);
  return (
    <>
      {asking && answered ? (
        <Suspense fallback={null}>
          <AskPanel call={call} context={context} onClose={() => setAsking(false)} />
        </Suspense>
      ) : null}
      {mine
        .filter(({ validation }) => validation.callId === call.id && !dismissed.has(validation.id))
        .map((view) => (
          <AskedLine key={view.validation.id} view={view} />
        ))}
    </>
  );
}

import { useEffect } from 'react';
import type { ValidationView } from '../../store/contract.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { callsIn } from '../phone/phone-view.ts';
import { usePhone } from '../phone/use-phone.ts';
import { AskedLine } from './asked-line.tsx';
import { markRead, useDismissed, wasRead } from './dismissed.ts';
import { RequestLine } from './request-line.tsx';

/**
 * What colleagues ask of me, quietly: no sound, no focus taken. Beside it what I asked in a call that has ended since: the call line
 * is gone, the question is not, nor an answer that came too late for it.
 */
export function ValidationStrip() {
  const validations = useStoreQuery('validations', null);
  const phone = usePhone();
  const dismissed = useDismissed();
  const live = new Set(callsIn(phone, 'active', 'held', 'connecting', 'calling', 'early').map((call) => call.id));
  const inCall = ({ validation }: ValidationView): boolean => validation.callId !== null && live.has(validation.callId);
  const mine = validations?.mine ?? [];
  const orphans = mine.filter((view) => {
    const { id, state } = view.validation;
    return !inCall(view) && !dismissed.has(id) && !(state === 'answered' && wasRead(id));
  });
  useEffect(() => {
    for (const view of mine) if (view.validation.state === 'answered' && inCall(view)) markRead(view.validation.id);
  });
  return (
    <>
      {orphans.map((view) => (
        <AskedLine key={view.validation.id} view={view} callEnded />
      ))}
      {(validations?.forMe ?? []).map((view, index) => (
        <RequestLine key={view.validation.id} view={view} first={index === 0} />
      ))}
    </>
  );
}

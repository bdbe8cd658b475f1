import { callsIn } from '../phone/phone-view.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { usePhone } from '../phone/use-phone.ts';
import { AskedLine } from './asked-line.tsx';
import { useDismissed } from './dismissed.ts';
import { RequestLine } from './request-line.tsx';

/**
 * What colleagues ask of me, quietly: no sound, no focus taken. Beside it what I asked in a call that has ended since: the call line
 * is gone, the question is not.
 */
export function ValidationStrip() {
  const validations = useStoreQuery('validations', null);
  const phone = usePhone();
  const dismissed = useDismissed();
  const live = new Set(callsIn(phone, 'active', 'held', 'connecting', 'calling', 'early').map((call) => call.id));
  const orphans = (validations?.mine ?? []).filter(
    ({ validation }) => (validation.callId === null || !live.has(validation.callId)) && !dismissed.has(validation.id),
  );
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

import { useEffect, useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { QualityDetails, QualityState } from '../../voice/contract/quality.ts';
import { useServices } from '../data/services.ts';
import { usePhone } from '../phone/use-phone.ts';

/** How this call sounds; undefined before anybody spoke in it. */
export function useQuality(callId: Id): QualityState | undefined {
  return usePhone().snapshot?.quality.find((state) => state.callId === callId);
}

const everyMs = 1_000;

/** What was measured of this call, asked of the phone again and again while this part is on screen. */
export function useQualityDetails(callId: Id): QualityDetails | null {
  const { phone } = useServices();
  const [details, setDetails] = useState<QualityDetails | null>(null);
  useEffect(() => {
    let shown = true;
    const ask = (): void => {
      void phone.command({ type: 'qualityDetails', callId }).then((result) => {
        // Nothing new of a call that has ended: what is shown stays.
        if (shown && result.ok && result.value.quality !== undefined) setDetails(result.value.quality);
      });
    };
    ask();
    const timer = setInterval(ask, everyMs);
    return () => {
      shown = false;
      clearInterval(timer);
    };
  }, [phone, callId]);
  return details;
}

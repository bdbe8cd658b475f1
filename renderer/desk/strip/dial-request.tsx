import { lazy, Suspense, useEffect, useState } from 'react';
import { useAction } from '../actions/use-action.ts';
import { useDesk, useServices } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';
import { bridgeErrorCode } from '../phone/phone-client.ts';
import { dialable, numbersIn } from '../words/number.ts';

const DialConfirm = lazy(() => import('./dial-confirm.tsx'));

export type Asked = { readonly from: 'link' | 'clipboard'; readonly numbers: readonly string[] };

/**
 * A link outside (`tel:`) or what was copied asks for a call. Anybody can write such a thing: nothing is dialled without a
 * yes, and it is said first who that would be.
 */
export function DialRequest() {
  const say = useSay();
  const { bridge } = useServices();
  const { country } = useDesk();
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(
    () =>
      bridge.on('desk:dial', (target) => {
        // Every call goes through the agent's own PBX, whatever host a SIP address names.
        const number = dialable(target.split('@', 1)[0] ?? '');
        if (number === null) say.error('PHONE_NUMBER_INVALID');
        else setAsked({ from: 'link', numbers: [number] });
      }),
    [bridge, say],
  );
  useAction('call.clipboard', () => {
    void bridge.request('desk:clipboard', null).then(
      (copied) => {
        const numbers = numbersIn(copied, country);
        if (numbers.length === 0) say.info('dial.clipboardNone');
        else setAsked({ from: 'clipboard', numbers });
      },
      (error: unknown) => say.error(bridgeErrorCode(error, 'SHELL_FAILED')),
    );
  });
  if (asked === null) return null;
  return (
    <Suspense fallback={null}>
      <DialConfirm key={asked.numbers.join()} asked={asked} onClose={() => setAsked(null)} />
    </Suspense>
  );
}

import type { PhoneCall } from '../../voice/contract/state.ts';
import { useAction } from '../actions/use-action.ts';
import { useCommand } from '../phone/use-command.ts';
import { callsIn } from '../phone/phone-view.ts';
import { usePhone } from '../phone/use-phone.ts';

export type SeveralCalls = {
  /** Those that can be joined to the current one; empty when there is a conference already. */
  readonly mergeable: readonly PhoneCall[];
  readonly merge: (other: PhoneCall) => void;
};

/**
 * Offers merging the current call with another, and leaving or parting the conference.
 * @param onAskWhich there are several to merge with
 */
export function useSeveralCalls(current: PhoneCall, onAskWhich: () => void): SeveralCalls {
  const phone = usePhone();
  const command = useCommand();
  const others = callsIn(phone, 'active', 'held').filter((call) => call.id !== current.id);
  const partner = current.conference ? others.find((call) => call.conference) : undefined;
  const mergeable = current.conference || others.some((call) => call.conference) ? [] : others;
  const [first, ...more] = mergeable;

  const merge = (other: PhoneCall): void => command({ type: 'conference', callId: current.id, otherCallId: other.id });
  const mergeFirst = (): void => {
    if (first !== undefined && more.length === 0) merge(first);
    else onAskWhich();
  };
  const leave = (): void => {
    if (partner === undefined) return;
    command({ type: 'transfer', callId: current.id, to: { kind: 'call', callId: partner.id } });
  };
  useAction('call.conference', first === undefined ? null : mergeFirst);
  useAction('call.leave', partner === undefined ? null : leave);
  useAction(
    'call.split',
    partner === undefined ? null : () => command({ type: 'splitConference', callId: current.id }),
  );
  return { mergeable, merge };
}

import type { PhoneCall } from '../../voice/contract/state.ts';
import { useCommand } from '../phone/use-command.ts';
import { callsIn } from '../phone/phone-view.ts';
import { usePhone } from '../phone/use-phone.ts';
import { useText } from '../words/use-text.ts';
import { TargetField, type Target } from './target-field.tsx';
import { useOtherNames } from './use-other-names.ts';

/** The one way to pass a call on: another call joins the two, a colleague or a number is dialled at once, or called first. */
export function CallTransfer({ call, onClose }: { readonly call: PhoneCall; readonly onClose: () => void }) {
  const text = useText();
  const command = useCommand();
  const others = callsIn(usePhone(), 'active', 'held').filter(({ id }) => id !== call.id);
  const names = useOtherNames(others);
  const first: Target[] = others.map(({ id }) => ({
    kind: 'call',
    callId: id,
    name: names.get(id) ?? text('caller.withheld'),
    detail: text('transfer.joins'),
  }));
  const transfer = (target: Target): void => {
    if (target.kind === 'call') {
      command({ type: 'transfer', callId: call.id, to: { kind: 'call', callId: target.callId } });
    } else if (target.kind === 'number') {
      command({ type: 'transfer', callId: call.id, to: { kind: 'number', number: target.number } });
    }
  };
  return (
    <TargetField
      label={text('transfer.title')}
      placeholder={text('transfer.placeholder')}
      first={first}
      choice={text('call.transfer')}
      onChoose={transfer}
      consult={{ label: text('transfer.consult'), onConsult: (number) => command({ type: 'call', number }) }}
      onClose={onClose}
    />
  );
}

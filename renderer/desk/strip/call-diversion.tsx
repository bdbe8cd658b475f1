import type { PhoneCall } from '../../voice/contract/state.ts';
import { useDesk } from '../data/services.ts';
import { useCommand } from '../phone/use-command.ts';
import { useText } from '../words/use-text.ts';
import { TargetField, type Target } from './target-field.tsx';

/** Sends a ringing call on without taking it. */
export function CallDiversion({ call, onClose }: { readonly call: PhoneCall; readonly onClose: () => void }) {
  const text = useText();
  const command = useCommand();
  const { voicemail } = useDesk();
  const divert = (target: Target): void => {
    if (target.kind === 'voicemail') command({ type: 'divert', callId: call.id, number: null });
    else if (target.kind === 'number') command({ type: 'divert', callId: call.id, number: target.number });
  };
  return (
    <TargetField
      label={text('divert.title')}
      placeholder={text('transfer.placeholder')}
      first={voicemail ? [{ kind: 'voicemail' }] : []}
      choice={text('call.divert')}
      onChoose={divert}
      onClose={onClose}
    />
  );
}

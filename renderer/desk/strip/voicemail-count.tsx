import { Voicemail } from 'lucide-react';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { useCommand } from '../phone/use-command.ts';
import { usePhone } from '../phone/use-phone.ts';
import { useText } from '../words/use-text.ts';
import styles from './strip.module.css';

/** New messages in the voicemail, as the exchange tells them, and the key that listens to them. */
export function VoicemailCount({ shown }: { readonly shown: boolean }) {
  const text = useText();
  const command = useCommand();
  const { snapshot } = usePhone();
  const number = useDesk().session.info.line?.calls.messages ?? null;
  const listen = (): void => {
    if (number !== null) command({ type: 'call', number });
  };
  useAction('call.voicemail', number === null || snapshot?.mode !== 'line' ? null : listen);
  const fresh = snapshot?.voicemail?.fresh ?? 0;
  if (!shown || number === null || fresh === 0) return null;
  return (
    <div className={styles.voicemail}>
      <Button action="call.voicemail" icon={<Voicemail size={15} />} onClick={listen}>
        {text('voicemail.new', { count: fresh })}
      </Button>
    </div>
  );
}

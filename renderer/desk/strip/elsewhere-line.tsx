import { MonitorSmartphone, PhoneForwarded, X } from 'lucide-react';
import { useEffect } from 'react';
import type { Elsewhere } from '../../voice/contract/state.ts';
import { useAction } from '../actions/use-action.ts';
import { Button } from '../design/button.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { useCommand } from '../phone/use-command.ts';
import { usePhone } from '../phone/use-phone.ts';
import { useText } from '../words/use-text.ts';
import styles from './strip.module.css';
import { Timer } from './timer.tsx';
import { usePersonName } from './use-person-name.ts';

/** A call of this agent at another desk, which may have died: one key has it here. */
export default function ElsewhereLine({ elsewhere }: { readonly elsewhere: Elsewhere }) {
  const text = useText();
  const command = useCommand();
  const announce = useAnnounce();
  const { pending } = usePhone();
  const [first, ...others] = elsewhere.calls;
  const known = usePersonName(first?.number ?? null);
  const name = known ?? first?.displayName ?? first?.number ?? text('caller.withheld');
  const sentence = text('call.elsewhere', { device: elsewhere.device });
  const take = (): void => command({ type: 'takeOver' });
  useAction('call.takeOver', take);
  useEffect(() => announce(`${sentence} ${text('call.takeOver')}`), [announce, sentence, text]);
  return (
    <section className={styles.call} data-phase="elsewhere" aria-label={text('call.elsewhereLabel')}>
      <div className={styles.callRow}>
        <MonitorSmartphone size={15} className={styles.callIcon} aria-hidden="true" />
        {first === undefined ? null : <Timer from={first.since} className={styles.timer} />}
        <strong className={styles.callName}>{name}</strong>
        {others.length === 0 ? null : (
          <span className={styles.callNumber}>{text('call.elsewhereMore', { count: others.length })}</span>
        )}
        <span className={styles.callState}>{sentence}</span>
        <div className={styles.callButtons}>
          <Button
            kind="accent"
            action="call.takeOver"
            pending={pending.has('takeOver')}
            icon={<PhoneForwarded size={15} />}
            onClick={take}
          >
            {text('call.takeOver')}
          </Button>
          <Button
            size="icon"
            aria-label={text('call.leaveElsewhere')}
            icon={<X size={15} />}
            onClick={() => command({ type: 'leaveElsewhere' })}
          />
        </div>
      </div>
    </section>
  );
}

import { Hourglass, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Instant } from '../../../domain/ids.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useAction } from '../actions/use-action.ts';
import { useServices } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { Button } from '../design/button.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { useCommand } from '../phone/use-command.ts';
import { formatTimer, secondsBetween } from '../words/time.ts';
import { useText } from '../words/use-text.ts';
import { holdTime, type HoldTime } from './hold-time.ts';
import styles from './validation.module.css';

/** How long the caller has been on hold, and whether that is long by this desk's settings. */
function useHoldTime(since: Instant): HoldTime & { readonly seconds: number } {
  const { settings } = useServices();
  const now = useNow(500);
  const seconds = secondsBetween(since, now);
  return { seconds, ...holdTime(seconds, { warning: settings.holdWarning, reminder: settings.holdReminder }) };
}

/** The timer of a caller on hold; it changes its shape when they wait for long. */
export function HoldTimer({ since }: { readonly since: Instant }) {
  const { seconds, late } = useHoldTime(since);
  return (
    <span className={styles.holdTimer} data-late={late ? '' : undefined} data-figures="" role="timer">
      {late ? <Hourglass size={13} aria-hidden="true" /> : null}
      {formatTimer(seconds)}
    </span>
  );
}

export type HoldReminderProps = {
  readonly call: PhoneCall;
  readonly name: string;
  readonly since: Instant;
};

/** Says again and again, without a sound, that somebody waits; one key goes back to them. */
export function HoldReminder({ call, name, since }: HoldReminderProps) {
  const text = useText();
  const announce = useAnnounce();
  const command = useCommand();
  const { seconds, reminders } = useHoldTime(since);
  const [seen, setSeen] = useState(0);
  const resume = (): void => command({ type: 'hold', callId: call.id, on: false });
  useAction('call.backToCaller', resume);
  const sentence = text('hold.waiting', { name, time: formatTimer(seconds) });
  useEffect(() => {
    if (reminders > 0) announce(sentence);
    // With each reminder, not with each second.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reminders]);
  if (reminders <= seen) return null;
  return (
    <div key={reminders} className={styles.reminder} role="group" aria-label={text('hold.reminder')}>
      <Hourglass size={15} aria-hidden="true" />
      <span className={styles.reminderText}>{sentence}</span>
      <Button kind="outlined" action="call.backToCaller" onClick={resume}>
        {text('hold.back')}
      </Button>
      <Button size="icon" aria-label={text('hold.dismiss')} icon={<X size={15} />} onClick={() => setSeen(reminders)} />
    </div>
  );
}

import { GraduationCap, UserRound } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useAction } from '../actions/use-action.ts';
import { CallbackCount } from '../callback/callback-count.tsx';
import { CallbackStrip } from '../callback/callback-strip.tsx';
import { Button } from '../design/button.tsx';
import { useCommand } from '../phone/use-command.ts';
import { callsIn, currentCall, nextCall } from '../phone/phone-view.ts';
import { usePhone } from '../phone/use-phone.ts';
import { useText } from '../words/use-text.ts';
import { ValidationStrip } from '../validation/validation-strip.tsx';
import { usePublishPresence } from '../availability/use-publish-presence.ts';
import { useWrapUpRecord } from '../availability/use-wrap-up-record.ts';
import { CallLine } from './call-line.tsx';
import { usePlace } from '../place/place.ts';
import { dialPlace, DialField } from './dial-field.tsx';
import { EndedLine } from './ended-line.tsx';
import { IncomingCard } from './incoming-card.tsx';
import { MissedCount } from './missed-count.tsx';
import { Self } from './self.tsx';
import { VoicemailCount } from './voicemail-count.tsx';
import { useEndedCalls } from './use-ended-calls.ts';
import { useRedial } from './use-redial.ts';
import styles from './strip.module.css';

const MicrophoneBanner = lazy(() => import('../sound/microphone-banner.tsx'));
const ElsewhereLine = lazy(() => import('./elsewhere-line.tsx'));
const DeviceBanner = lazy(() => import('../sound/device-banner.tsx'));

/** The strip that never leaves: who I am, the calls, and where a call begins. */
export function CallStrip({ onSignOut }: { readonly onSignOut: () => void }) {
  const text = useText();
  const phone = usePhone();
  const command = useCommand();
  const ended = useEndedCalls();
  useWrapUpRecord();
  usePublishPresence();
  const ringing = callsIn(phone, 'ringing');
  const lines = callsIn(phone, 'active', 'connecting', 'calling', 'early', 'held');
  const current = currentCall(phone);
  const next = nextCall(phone);
  const { spot, late } = usePlace();
  // Whoever was dialling beside a call when the desk died still is, also when that was read after the first drawing.
  const wasDialling = spot.last.field?.name === dialPlace;
  const [dialling, setDialling] = useState(wasDialling);
  const [readLate, setReadLate] = useState(late);
  if (late && !readLate) {
    setReadLate(true);
    setDialling(wasDialling);
  }
  const practice = phone.snapshot?.mode === 'practice';
  const moved = phone.snapshot?.devices.moved ?? null;
  const rings = ringing.length > 0;

  const practiceCall = (): void => command({ type: 'practiceCall' });
  const elsewhere = phone.snapshot?.elsewhere ?? null;
  const shown = lines.length + ended.calls.length + (elsewhere === null ? 0 : 1);
  if (dialling && shown === 0 && phone.snapshot !== null) setDialling(false);
  useAction('call.switch', next === undefined ? null : () => command({ type: 'hold', callId: next.id, on: false }));
  useAction('call.dial', shown > 0 && !dialling ? () => setDialling(true) : null);
  const free = lines.length === 0 && !rings;
  useAction('call.practice', practice && free ? practiceCall : null);
  useRedial(free);

  return (
    <header
      className={styles.strip}
      aria-label={text('strip.label')}
      data-ringing={rings ? '' : undefined}
      data-react-aria-top-layer="true"
    >
      <div className={styles.bar}>
        <Self onSignOut={onSignOut} />
        <div className={styles.lines}>
          {lines.map((call) => (
            <CallLine key={call.id} call={call} current={call === current} next={call === next} />
          ))}
          {elsewhere === null ? null : (
            <Suspense fallback={null}>
              <ElsewhereLine elsewhere={elsewhere} />
            </Suspense>
          )}
          {ended.calls.map((call, index) => (
            <EndedLine
              key={call.id}
              call={call}
              current={current === undefined && !rings && index === ended.calls.length - 1}
              wrapUp={ended.wrapUp?.callId === call.id ? ended.wrapUp : null}
              onDismiss={() => {
                if (ended.wrapUp?.callId === call.id) command({ type: 'endWrapUp' });
                ended.dismiss(call.id);
              }}
            />
          ))}
          {shown === 0 || dialling ? (
            <div className={styles.idle} data-beside={shown > 0 ? '' : undefined}>
              <DialField
                key={shown === 0 ? 'alone' : 'beside'}
                {...(shown > 0 ? { onLeave: () => setDialling(false) } : {})}
              />
              {shown === 0 ? <MissedCount /> : null}
              {shown === 0 ? <CallbackCount /> : null}
            </div>
          ) : null}
        </div>
        <VoicemailCount shown={shown === 0} />
        {practice ? (
          <div className={styles.practice} data-beside={shown > 0 ? '' : undefined}>
            <span className={styles.practiceWord} title={text('practice.banner')}>
              <GraduationCap size={15} aria-hidden="true" />
              <span>{text('practice.banner')}</span>
            </span>
            {free ? (
              <Button kind="outlined" icon={<UserRound size={15} />} onClick={practiceCall}>
                {text('practice.call')}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      {current?.phase === 'active' ? (
        <Suspense fallback={null}>
          <MicrophoneBanner call={current} warning={phone.snapshot?.devices.warning ?? null} />
        </Suspense>
      ) : null}
      {moved === null ? null : (
        <Suspense fallback={null}>
          <DeviceBanner key={moved.at} moved={moved} />
        </Suspense>
      )}
      <CallbackStrip />
      <ValidationStrip />
      {ringing.map((call, index) => (
        <IncomingCard key={call.id} call={call} first={index === 0} />
      ))}
    </header>
  );
}

import {
  Mic,
  MicOff,
  Pause,
  PhoneForwarded,
  PhoneIncoming,
  PhoneOff,
  PhoneOutgoing,
  Play,
  TriangleAlert,
  UserRoundMinus,
  Users,
} from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useAction, useActions } from '../actions/use-action.ts';
import { Button } from '../design/button.tsx';
import { useAskWhenBack } from '../phone/use-ask-when-back.ts';
import { usePhone } from '../phone/use-phone.ts';
import { errorText } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import { MicrophoneLevel } from '../sound/microphone-level.tsx';
import { NoiseSwitch } from '../sound/noise-switch.tsx';
import { CallValidation } from '../validation/call-validation.tsx';
import { HoldReminder, HoldTimer } from '../validation/hold-watch.tsx';
import { useHeldSince } from '../validation/use-held-since.ts';
import { CallFacts } from './call-facts.tsx';
import { CallMenu } from './call-menu.tsx';
import { CallProgress } from './call-progress.tsx';
import { CallSubject } from './call-subject.tsx';
import { CallTransfer } from './call-transfer.tsx';
import { callStateWords, isUnconfirmed } from './call-words.ts';
import { Keypad } from './keypad.tsx';
import { MergeChoice } from './merge-choice.tsx';
import styles from './strip.module.css';
import { Timer } from './timer.tsx';
import { useCallContext } from './use-call-context.ts';
import { usePersonName } from './use-person-name.ts';
import { useSeveralCalls } from './use-several-calls.ts';
import { useSince } from './use-since.ts';

/** Not on the first screen, and neither is its panel. */
const QualityMark = lazy(() => import('../quality/quality-mark.tsx'));

type Panel = 'keypad' | 'transfer' | 'merge';

export type CallLineProps = {
  readonly call: PhoneCall;
  /** The keys act on it. */
  readonly current: boolean;
  /** The key that switches goes to it. */
  readonly next: boolean;
};

/** One call on its line. The current one has all its actions, the others what brings them back. */
export function CallLine({ call, current, next }: CallLineProps) {
  const text = useText();
  const phone = usePhone();
  const { ask: command, waits, wanted } = useAskWhenBack();
  const actions = useActions();
  const context = useCallContext(call);
  const [panel, setPanel] = useState<Panel | null>(null);
  const lost = phone.link === 'lost';
  const lostAt = useSince(lost);
  const answered = call.phase === 'active' || call.phase === 'held';
  /** Answered, and nobody has heard anybody yet. */
  const missing = call.errorCode === 'PHONE_NO_SOUND';
  const reconnecting = answered || missing ? (call.reconnectingSince ?? (lost ? lostAt : null)) : null;
  /** It can be sent elsewhere and joined. */
  const usable = answered && reconnecting === null;
  const asked = (type: 'mute' | 'hold' | 'transfer' | 'hangUp'): boolean =>
    waits(type) || phone.pending.has(`${call.id} ${type}`);
  const held = call.phase === 'held';
  const heldSince = useHeldSince(call);

  // What was asked while the phone is away, or slow, is not to be seen yet, and is taken back by asking again.
  const mute = (): void => command({ type: 'mute', callId: call.id, on: !(wanted('mute') ?? call.muted) });
  const hold = (): void => command({ type: 'hold', callId: call.id, on: !(wanted('hold') ?? held) });
  const hangUp = (): void => command({ type: 'hangUp', callId: call.id });
  const mine = current && !lost;
  // What is asked while the phone is away is done when it is back.
  useAction('call.mute', current && answered ? mute : null);
  useAction('call.hold', current && answered ? hold : null);
  const toggle = (which: Panel): void => setPanel((open) => (open === which ? null : which));
  const close = (): void => setPanel(null);
  useAction('call.keypad', mine && answered ? () => toggle('keypad') : null);
  useAction('call.transfer', mine && usable && !call.conference ? () => toggle('transfer') : null);
  useAction('call.end', current ? hangUp : null);

  const person = usePersonName(call.transfer?.number ?? null);
  const state = lost ? text('call.phase.resuming') : callStateWords(call, person, text);
  const Direction = call.conference ? Users : call.direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
  /** What needs the other side to be there stays where it is, and says why it waits. */
  const later = usable ? {} : { disabled: true, title: text('call.onceReconnected') };
  const holdKey = current ? 'call.hold' : next ? 'call.switch' : null;

  return (
    <section
      className={styles.call}
      data-phase={lost || reconnecting !== null ? 'lost' : call.phase}
      aria-label={text('call.with', { name: context.words.title })}
    >
      <div className={styles.callRow}>
        <Direction size={15} className={styles.callIcon} aria-hidden="true" />
        {call.answeredAt === null ? null : <Timer from={call.answeredAt} className={styles.timer} />}
        <strong className={styles.callName}>{context.words.title}</strong>
        <span className={styles.callNumber} data-figures="">
          {context.words.number === context.words.title ? null : context.words.number}
        </span>
        <CallFacts call={call} className={styles.callNumber} />
        <CallProgress
          state={state}
          unconfirmed={isUnconfirmed(call) || lost}
          since={reconnecting}
          missing={missing}
          muted={call.muted}
          gap={call.lastGap}
        />
        {!usable ? null : (
          <Suspense fallback={null}>
            <QualityMark call={call} current={current} />
          </Suspense>
        )}
        {held && reconnecting === null ? <HoldTimer since={heldSince} /> : null}
        {call.errorCode === null ? null : (
          <span className={styles.callTrouble} title={errorText(call.errorCode, text)}>
            <TriangleAlert size={14} aria-hidden="true" />
            {errorText(call.errorCode, text)}
          </span>
        )}
        <div className={styles.callButtons}>
          {answered && current ? (
            <Button
              kind="outlined"
              action="call.mute"
              aria-pressed={call.muted}
              pending={asked('mute')}
              icon={call.muted ? <MicOff size={15} /> : <Mic size={15} />}
              onClick={mute}
            >
              <MicrophoneLevel quiet={call.muted || held || lost} />
              {text('call.mute')}
            </Button>
          ) : null}
          {answered ? (
            <Button
              kind="outlined"
              {...(holdKey === null ? {} : { action: holdKey })}
              aria-pressed={held}
              pending={asked('hold') || call.holdPending}
              icon={held ? <Play size={15} /> : <Pause size={15} />}
              onClick={hold}
            >
              {held ? text('call.resume') : text('call.hold')}
            </Button>
          ) : null}
          {answered && current && call.conference ? (
            <Button
              kind="outlined"
              {...later}
              pending={asked('transfer')}
              icon={<UserRoundMinus size={15} />}
              onClick={() => actions.run('call.leave')}
            >
              {text('call.leave')}
            </Button>
          ) : null}
          {answered && current && !call.conference ? (
            <Button
              kind="outlined"
              action="call.transfer"
              {...later}
              aria-expanded={panel === 'transfer'}
              pending={asked('transfer')}
              icon={<PhoneForwarded size={15} />}
              onClick={() => toggle('transfer')}
            >
              {text('call.transfer')}
            </Button>
          ) : null}
          <Button
            kind="red"
            {...(current ? { action: 'call.end' } : {})}
            pending={asked('hangUp')}
            icon={<PhoneOff size={15} />}
            onClick={hangUp}
          >
            {text('call.hangUp')}
          </Button>
          {mine && answered ? <NoiseSwitch /> : null}
          {mine && answered ? <CallMenu /> : null}
        </div>
      </div>
      {mine && answered && panel === 'keypad' ? <Keypad call={call} onClose={close} /> : null}
      {mine && usable ? (
        <>
          {panel === 'transfer' ? <CallTransfer call={call} onClose={close} /> : null}
          <Several call={call} asking={panel === 'merge'} onAsk={() => toggle('merge')} onClose={close} />
        </>
      ) : null}
      {context.isTest && answered ? <p className={styles.testHint}>{text('call.testHint')}</p> : null}
      {held && reconnecting === null ? <HoldReminder call={call} name={context.words.title} since={heldSince} /> : null}
      <CallValidation call={call} context={context} current={current} lost={lost} />
      {current ? <CallSubject call={call} context={context} current /> : null}
    </section>
  );
}

type SeveralProps = {
  readonly call: PhoneCall;
  readonly asking: boolean;
  readonly onAsk: () => void;
  readonly onClose: () => void;
};

/** Offers what the current call can do with the others, and asks which one where that is not clear. */
function Several({ call, asking, onAsk, onClose }: SeveralProps) {
  const { mergeable, merge } = useSeveralCalls(call, onAsk);
  return asking && mergeable.length > 0 ? <MergeChoice calls={mergeable} onChoose={merge} onClose={onClose} /> : null;
}

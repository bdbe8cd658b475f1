import { Mic, MicOff, Pause, PhoneIncoming, PhoneOff, PhoneOutgoing, Play, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useAction } from '../actions/use-action.ts';
import { Button } from '../design/button.tsx';
import { useCommand } from '../phone/use-command.ts';
import { usePhone } from '../phone/use-phone.ts';
import { errorText } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import { CallValidation } from '../validation/call-validation.tsx';
import { HoldReminder, HoldTimer } from '../validation/hold-watch.tsx';
import { useHeldSince } from '../validation/use-held-since.ts';
import { CallMenu } from './call-menu.tsx';
import { CallSubject } from './call-subject.tsx';
import { Keypad } from './keypad.tsx';
import styles from './strip.module.css';
import { Timer } from './timer.tsx';
import { useCallContext } from './use-call-context.ts';

const phaseText = {
  ringing: 'call.phase.ringing',
  calling: 'call.phase.calling',
  early: 'call.phase.early',
  connecting: 'call.phase.connecting',
  active: 'call.phase.active',
  held: 'call.phase.held',
  ended: 'call.phase.ended',
} as const;

/** One call on its line. `current`: the call that the keys act on. */
export function CallLine({ call, current }: { readonly call: PhoneCall; readonly current: boolean }) {
  const text = useText();
  const phone = usePhone();
  const command = useCommand();
  const context = useCallContext(call);
  const [keypad, setKeypad] = useState(false);
  const lost = phone.link === 'lost';
  const answered = call.phase === 'active' || call.phase === 'held';
  const asked = (type: string): boolean => phone.pending.has(`${call.id} ${type}`);
  const held = call.phase === 'held';
  const heldSince = useHeldSince(call);

  const mute = (): void => command({ type: 'mute', callId: call.id, on: !call.muted });
  const hold = (): void => command({ type: 'hold', callId: call.id, on: !held });
  const hangUp = (): void => command({ type: 'hangUp', callId: call.id });
  const mine = current && !lost;
  useAction('call.mute', mine && answered ? mute : null);
  useAction('call.hold', mine && answered ? hold : null);
  useAction('call.keypad', mine && answered ? () => setKeypad((open) => !open) : null);
  useAction('call.end', mine ? hangUp : null);

  const state = lost
    ? text('call.phase.resuming')
    : text(call.heldByRemote ? 'call.heldByRemote' : phaseText[call.phase]);
  const Direction = call.direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
  const key = (id: 'call.mute' | 'call.hold' | 'call.end') => (current ? { action: id } : {});

  return (
    <section
      className={styles.call}
      data-phase={lost ? 'lost' : call.phase}
      aria-label={text('call.with', { name: context.words.title })}
    >
      <div className={styles.callRow}>
        <Direction size={15} className={styles.callIcon} aria-hidden="true" />
        {call.answeredAt === null ? null : <Timer from={call.answeredAt} className={styles.timer} />}
        <strong className={styles.callName}>{context.words.title}</strong>
        <span className={styles.callNumber} data-figures="">
          {context.words.number === context.words.title ? null : context.words.number}
        </span>
        <span className={styles.callState} data-pending={call.holdPending || lost ? '' : undefined}>
          {call.muted && !lost ? text('call.mutedAnd', { state }) : state}
        </span>
        {held && !lost ? <HoldTimer since={heldSince} /> : null}
        {call.errorCode === null ? null : (
          <span className={styles.callTrouble} title={errorText(call.errorCode, text)}>
            <TriangleAlert size={14} aria-hidden="true" />
            {errorText(call.errorCode, text)}
          </span>
        )}
        {lost ? null : (
          <div className={styles.callButtons}>
            {answered ? (
              <>
                <Button
                  kind="outlined"
                  {...key('call.mute')}
                  aria-pressed={call.muted}
                  pending={asked('mute')}
                  icon={call.muted ? <MicOff size={15} /> : <Mic size={15} />}
                  onClick={mute}
                >
                  {text('call.mute')}
                </Button>
                <Button
                  kind="outlined"
                  {...key('call.hold')}
                  aria-pressed={held}
                  pending={asked('hold') || call.holdPending}
                  icon={held ? <Play size={15} /> : <Pause size={15} />}
                  onClick={hold}
                >
                  {held ? text('call.resume') : text('call.hold')}
                </Button>
              </>
            ) : null}
            <Button
              kind="red"
              {...key('call.end')}
              pending={asked('hangUp')}
              icon={<PhoneOff size={15} />}
              onClick={hangUp}
            >
              {text('call.hangUp')}
            </Button>
            {current && answered ? <CallMenu /> : null}
          </div>
        )}
      </div>
      {keypad && answered && !lost ? <Keypad call={call} onClose={() => setKeypad(false)} /> : null}
      {held && !lost ? <HoldReminder call={call} name={context.words.title} since={heldSince} /> : null}
      {lost ? null : <CallValidation call={call} context={context} current={current} />}
      <CallSubject call={call} context={context} current={current} />
    </section>
  );
}

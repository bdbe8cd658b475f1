import { PhoneMissed, PhoneOff, PhoneOutgoing, X } from 'lucide-react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { talkSeconds } from '../../../domain/call/call.ts';
import type { WrapUp } from '../../voice/contract/work-state.ts';
import { useAction } from '../actions/use-action.ts';
import { WrapUpControls, WrapUpTimer } from '../availability/wrap-up-controls.tsx';
import { Button } from '../design/button.tsx';
import { useCommand } from '../phone/use-command.ts';
import { errorText, outcomeLabel } from '../words/labels.ts';
import { formatDuration } from '../words/time.ts';
import { useText } from '../words/use-text.ts';
import { CallSubject } from './call-subject.tsx';
import styles from './strip.module.css';
import { whereItWent } from './call-words.ts';
import { isLost } from './lost-call.ts';
import { useCallContext } from './use-call-context.ts';
import { usePersonName } from './use-person-name.ts';

export type EndedLineProps = {
  readonly call: PhoneCall;
  readonly current: boolean;
  /** The work after this call is under way. */
  readonly wrapUp: WrapUp | null;
  /** Puts it away, and ends the work after it. */
  readonly onDismiss: () => void;
};

/** How a call ended, for a moment, or for as long as the work after it lasts. */
export function EndedLine({ call, current, wrapUp, onDismiss }: EndedLineProps) {
  const text = useText();
  const context = useCallContext(call);
  const missed = call.outcome === 'missed';
  const Icon = missed ? PhoneMissed : PhoneOff;
  const outcome = call.outcome ?? 'failed';
  const went = whereItWent(call, usePersonName(call.transfer?.number ?? null), text);
  const command = useCommand();
  const lost = isLost(call);
  const { number } = call;
  const callAgain =
    lost && number !== null
      ? (): void => {
          command({ type: 'call', number });
          onDismiss();
        }
      : null;
  useAction('call.callAgain', current ? callAgain : null);
  // Who was lost is still to be called again when the work after the call is done.
  const endWrapUp = (): void => (lost ? command({ type: 'endWrapUp' }) : onDismiss());
  return (
    <section
      className={styles.call}
      data-phase={wrapUp === null ? 'ended' : 'wrapUp'}
      aria-label={text('call.endedWith', { name: context.words.title })}
    >
      <div className={styles.callRow}>
        <Icon size={15} className={styles.callIcon} aria-hidden="true" />
        <strong className={styles.callName}>{context.words.title}</strong>
        {lost ? null : (
          <span className={styles.callState}>
            {went ??
              (outcome === 'answered'
                ? text('call.endedAfter', {
                    duration: formatDuration(talkSeconds(call, call.endedAt ?? call.startedAt)),
                  })
                : text(outcomeLabel[outcome]))}
          </span>
        )}
        {call.errorCode === null ? null : (
          <span className={styles.callTrouble}>
            {missed && lost ? text('call.missedInGap') : errorText(call.errorCode, text)}
          </span>
        )}
        {wrapUp === null ? (
          // Who was not spoken to is to be called first.
          missed && lost ? null : (
            <CallSubject call={call} context={context} current={current} />
          )
        ) : // What went wrong needs the room; the time stands beside the agent's name as well.
        lost ? null : (
          <WrapUpTimer wrapUp={wrapUp} />
        )}
        <div className={styles.callButtons}>
          {callAgain === null ? null : (
            <Button
              kind="outlined"
              {...(current ? { action: 'call.callAgain' as const } : {})}
              icon={<PhoneOutgoing size={15} />}
              onClick={callAgain}
            >
              {text('call.callAgain')}
            </Button>
          )}
          {wrapUp === null ? null : <WrapUpControls callId={call.id} onEnd={endWrapUp} />}
          <Button size="icon" aria-label={text('call.dismiss')} icon={<X size={15} />} onClick={onDismiss} />
        </div>
      </div>
      {wrapUp === null ? null : <CallSubject call={call} context={context} current={current} />}
    </section>
  );
}

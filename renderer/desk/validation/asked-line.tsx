import { CircleCheck, CircleX, MessageCircleMore, MessageCircleQuestionMark, Phone, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Verdict } from '../../../domain/validation/validation.ts';
import type { ValidationView } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { useCommand } from '../phone/use-command.ts';
import { Timer } from '../strip/timer.tsx';
import { displayNumber } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import { dismiss } from './dismissed.ts';
import styles from './validation.module.css';
import { verdictText } from './verdict.ts';

const icons = { yes: CircleCheck, no: CircleX, text: MessageCircleMore } as const satisfies Record<Verdict, unknown>;

export type AskedLineProps = {
  readonly view: ValidationView;
  /** The question stays put: who asked decides whether it still matters. */
  readonly callEnded?: boolean;
};

/** A question of mine: how long it waits and whether it has left, or its answer. */
export function AskedLine({ view, callEnded = false }: AskedLineProps) {
  const text = useText();
  const mutate = useMutate();
  const command = useCommand();
  const announce = useAnnounce();
  const { validation, asked, answerer, delivery } = view;
  const { id, state, verdict, answer, question } = validation;
  const answered = state === 'answered' && verdict !== null;
  const sentence = answered ? verdictText(verdict, answer, text) : null;
  const name = answerer?.name ?? asked.name;
  const extension = (answerer ?? asked).extension;

  // An answer that comes while the eyes are elsewhere; one that was there before is no news.
  const wasOpen = useRef(!answered);
  useEffect(() => {
    if (sentence !== null && wasOpen.current) announce(text('validation.answered', { name, answer: sentence }));
    wasOpen.current = sentence === null;
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [sentence]);

  const Icon = answered ? icons[verdict] : MessageCircleQuestionMark;
  return (
    <div
      className={styles.line}
      data-verdict={answered ? verdict : undefined}
      role="group"
      aria-label={text('validation.askedOf', { name: asked.name })}
    >
      <Icon size={15} className={styles.lineIcon} aria-hidden="true" />
      {answered ? (
        <>
          <strong className={styles.lineName}>{name}</strong>
          <span className={styles.lineAnswer} data-selectable="">
            {sentence}
          </span>
          {callEnded ? <q className={styles.lineQuestion}>{question}</q> : null}
        </>
      ) : (
        <>
          <span className={styles.lineName}>{text('validation.askedOf', { name: asked.name })}</span>
          {delivery === 'queued' ? (
            <span className={styles.queued}>{text('validation.queued')}</span>
          ) : (
            <Timer from={validation.askedAt} className={styles.lineTimer} />
          )}
          <DeliveryMark delivery={delivery} />
          <q className={styles.lineQuestion}>{question}</q>
        </>
      )}
      {callEnded ? <CallEnded view={view} /> : null}
      <span className={styles.lineButtons}>
        {extension === null ? null : (
          <Button
            kind="outlined"
            icon={<Phone size={14} />}
            onClick={() => command({ type: 'call', number: extension })}
            title={text('validation.consultWho', { name })}
          >
            {text('validation.consult')}
          </Button>
        )}
        {answered ? (
          <Button
            size="icon"
            aria-label={text('validation.dismiss')}
            icon={<X size={15} />}
            onClick={() => dismiss(id)}
          />
        ) : (
          <Button onClick={() => void mutate('validation.withdraw@1', { id })}>{text('validation.withdraw')}</Button>
        )}
      </span>
    </div>
  );
}

/** For whom it was asked, since their call line is gone. */
function CallEnded({ view }: { readonly view: ValidationView }) {
  const text = useText();
  const { country } = useDesk();
  const name = view.contact?.name ?? displayNumber(view.validation.callerNumber, country);
  const open = view.validation.state === 'open' ? text('validation.callEnded') : null;
  return <span className={styles.quiet}>{[name, open].filter((part) => part !== null).join(' · ')}</span>;
}

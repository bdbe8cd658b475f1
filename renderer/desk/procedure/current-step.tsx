import { Check, Quote } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ProcedureStep } from '../../../domain/procedure/procedure.ts';
import type { StepAnswer } from '../../../domain/procedure/progress.ts';
import { useAction } from '../actions/use-action.ts';
import { Button } from '../design/button.tsx';
import { useDraft } from '../ticket/use-draft.ts';
import { useText } from '../words/use-text.ts';
import styles from './procedure.module.css';

export type CurrentStepProps = {
  readonly draftKey: string;
  readonly step: ProcedureStep;
  /** Resolves to whether it is written. */
  readonly onSay: (answer: StepAnswer, value: string | null) => Promise<boolean>;
};

/** What is to be done now. Its keys act while a note is being typed as well; what is written down is kept as it is typed. */
export function CurrentStep({ draftKey, step, onSay }: CurrentStepProps) {
  const text = useText();
  const typed = useDraft(draftKey);
  const field = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState(false);
  const value = typed.text.trim();

  const say = async (answer: StepAnswer, written: string | null): Promise<void> => {
    if (sending) return;
    setSending(true);
    if ((await onSay(answer, written)) && written !== null) typed.type('');
    setSending(false);
  };
  const done = (): void => {
    if (step.kind === 'question') void say('yes', null);
    else if (step.kind === 'do') void say('done', null);
    else if (value === '') field.current?.focus();
    else void say('done', value);
  };
  useAction('procedure.done', done);
  useAction('procedure.no', step.kind === 'question' ? () => void say('no', null) : null);

  return (
    <div className={styles.current} role="group" aria-label={text('procedure.now', { text: step.text })}>
      <p className={styles.text}>{step.text}</p>
      {step.say === '' ? null : (
        <p className={styles.say} data-selectable="">
          <Quote size={12} aria-hidden="true" />
          <span>{step.say}</span>
        </p>
      )}
      {step.kind === 'field' ? (
        <form
          className={styles.value}
          onSubmit={(event) => {
            event.preventDefault();
            done();
          }}
        >
          <input
            ref={field}
            value={typed.text}
            maxLength={2000}
            aria-label={step.text}
            onChange={(event) => typed.type(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') field.current?.blur();
            }}
          />
          <Button kind="accent" submit action="procedure.done" disabled={value === '' || sending}>
            {text('procedure.write')}
          </Button>
        </form>
      ) : step.kind === 'question' ? (
        <div className={styles.buttons}>
          <Button kind="outlined" action="procedure.done" disabled={sending} onClick={done}>
            {text('procedure.answer.yes')}
          </Button>
          <Button kind="outlined" action="procedure.no" disabled={sending} onClick={() => void say('no', null)}>
            {text('procedure.answer.no')}
          </Button>
        </div>
      ) : (
        <div className={styles.buttons}>
          <Button kind="accent" action="procedure.done" icon={<Check size={14} />} disabled={sending} onClick={done}>
            {text('procedure.answer.done')}
          </Button>
        </div>
      )}
    </div>
  );
}

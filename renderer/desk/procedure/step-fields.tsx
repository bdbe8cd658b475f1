import { X } from 'lucide-react';
import { StepKind, type ProcedureStep, type StepTarget } from '../../../domain/procedure/procedure.ts';
import { Button } from '../design/button.tsx';
import { useText } from '../words/use-text.ts';
import form from '../design/form.module.css';
import { stepKindLabel } from './procedure-words.ts';
import styles from './procedure.module.css';

export type StepFieldsProps = {
  readonly steps: readonly ProcedureStep[];
  readonly index: number;
  readonly onChange: (step: ProcedureStep) => void;
  readonly onRemove: () => void;
};

/** One step of a procedure that is being written. */
export function StepFields({ steps, index, onChange, onRemove }: StepFieldsProps) {
  const text = useText();
  const step = steps[index];
  if (step === undefined) return null;
  const number = index + 1;
  return (
    <li className={styles.stepFields}>
      <span className={styles.number} data-figures="" aria-hidden="true">
        {number}
      </span>
      <div className={styles.stepBody}>
        <div className={styles.row}>
          <select
            className={form.select}
            aria-label={text('procedure.kindOf', { number })}
            value={step.kind}
            onChange={(event) => onChange({ ...step, kind: StepKind.parse(event.target.value) })}
          >
            {StepKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {text(stepKindLabel[kind])}
              </option>
            ))}
          </select>
          <input
            className={styles.input}
            value={step.text}
            maxLength={300}
            spellCheck
            aria-label={text('procedure.textOf', { number })}
            placeholder={text('procedure.textHint')}
            onChange={(event) => onChange({ ...step, text: event.target.value })}
          />
          <Button
            size="icon"
            aria-label={text('procedure.removeStep', { number })}
            title={text('procedure.removeStep', { number })}
            icon={<X size={14} />}
            disabled={steps.length === 1}
            onClick={onRemove}
          />
        </div>
        <input
          className={styles.input}
          value={step.say}
          maxLength={500}
          spellCheck
          aria-label={text('procedure.sayOf', { number })}
          placeholder={text('procedure.sayHint')}
          onChange={(event) => onChange({ ...step, say: event.target.value })}
        />
        {step.kind === 'question' ? (
          <div className={styles.branches}>
            <Branch steps={steps} index={index} answer="yes" onChange={(yes) => onChange({ ...step, yes })} />
            <Branch steps={steps} index={index} answer="no" onChange={(no) => onChange({ ...step, no })} />
          </div>
        ) : null}
      </div>
    </li>
  );
}

type BranchProps = Pick<StepFieldsProps, 'steps' | 'index'> & {
  readonly answer: 'yes' | 'no';
  readonly onChange: (target: StepTarget) => void;
};

/** Where an answer leads: on, to a later step, or to the end. */
function Branch({ steps, index, answer, onChange }: BranchProps) {
  const text = useText();
  const target = steps[index]?.[answer] ?? null;
  return (
    <label className={styles.branch}>
      <span>{text(answer === 'yes' ? 'procedure.ifYes' : 'procedure.ifNo')}</span>
      <select
        className={form.select}
        value={target ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">{text('procedure.toNext')}</option>
        {steps.slice(index + 2).map((step, after) => (
          <option key={step.id} value={step.id}>
            {text('procedure.toStep', { number: index + 3 + after, text: step.text })}
          </option>
        ))}
        <option value="end">{text('procedure.toEnd')}</option>
      </select>
    </label>
  );
}

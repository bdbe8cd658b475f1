import { Check, ListChecks, Undo2 } from 'lucide-react';
import { newId } from '../../../domain/ids.ts';
import type { ProcedureStep } from '../../../domain/procedure/procedure.ts';
import { progressOf, type PassedStep, type Progress, type StepAnswer } from '../../../domain/procedure/progress.ts';
import { isOpen } from '../../../domain/ticket/state.ts';
import type { ProcedureView, TicketView } from '../../store/contract.ts';
import { useAction, useActions } from '../actions/use-action.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import who from '../who/who.module.css';
import { useText } from '../words/use-text.ts';
import { CurrentStep } from './current-step.tsx';
import { answerLabel } from './procedure-words.ts';
import styles from './procedure.module.css';
import { runOf, type Run } from './run.ts';

/** The procedure that is followed on the open ticket, or the way to begin one. */
export default function TicketProcedure({ view }: { readonly view: TicketView }) {
  const text = useText();
  const hub = useActions();
  const run = runOf(view);
  const followed = useStoreQuery('procedure', { id: run?.versionId ?? '' }, { off: run === null });
  const open = isOpen(view.ticket.state);
  if (!open && run === null) return null;
  return (
    <section className={who.part} data-idle={run === null ? '' : undefined} aria-label={text('procedure.label')}>
      {run !== null && followed != null ? <Following view={view} run={run} followed={followed} /> : null}
      {run !== null && followed === null ? (
        <p className={who.hint}>{text('procedure.gone', { title: run.title })}</p>
      ) : null}
      {run === null ? (
        <Button action="procedure.start" icon={<ListChecks size={14} />} onClick={() => hub.run('procedure.start')}>
          {text('procedure.start')}
        </Button>
      ) : null}
    </section>
  );
}

type FollowingProps = { readonly view: TicketView; readonly run: Run; readonly followed: ProcedureView };

function Following({ view, run, followed }: FollowingProps) {
  const text = useText();
  const mutate = useMutate();
  const announce = useAnnounce();
  const { procedure, newest } = followed;
  const progress = progressOf(procedure.steps, run.marks);
  const { passed, current } = progress;
  const last = passed.at(-1);

  const say = async (step: ProcedureStep, answer: StepAnswer, value: string | null): Promise<boolean> => {
    const args = {
      ticketId: view.ticket.id,
      versionId: run.versionId,
      entryId: newId(),
      stepId: step.id,
      answer,
      value,
    };
    const written = await mutate('procedure.step@1', args);
    if (written) announce(`${step.text}. ${text(answerLabel[answer])}`);
    return written;
  };
  useAction('procedure.undo', last === undefined ? null : () => void say(last.step, 'undone', null));

  return (
    <>
      <h2 className={who.heading}>
        <ListChecks size={14} aria-hidden="true" />
        <span className={styles.title}>{procedure.title}</span>
        <span className={styles.count} data-figures="">
          {current === null
            ? text('procedure.finished')
            : text('procedure.step', { number: passed.length + 1, total: passed.length + 1 + progress.ahead.length })}
        </span>
      </h2>
      {newest > procedure.version ? (
        <p className={styles.older}>{text('procedure.older', { version: procedure.version, newest })}</p>
      ) : null}
      <Steps progress={progress} />
      {current === null ? null : (
        <CurrentStep
          key={current.id}
          draftKey={`step:${view.ticket.id}:${current.id}`}
          step={current}
          onSay={(answer, value) => say(current, answer, value)}
        />
      )}
      {progress.ahead.length === 0 ? null : (
        <ol className={styles.ahead} aria-label={text('procedure.ahead')} start={passed.length + 2}>
          {progress.ahead.slice(0, 3).map((step) => (
            <li key={step.id}>{step.text}</li>
          ))}
          {progress.ahead.length > 3 ? (
            <li className={styles.more}>{text('procedure.more', { count: progress.ahead.length - 3 })}</li>
          ) : null}
        </ol>
      )}
      {last === undefined ? null : (
        <Button
          className={styles.undo ?? ''}
          action="procedure.undo"
          icon={<Undo2 size={13} />}
          onClick={() => void say(last.step, 'undone', null)}
        >
          {text('procedure.undo')}
        </Button>
      )}
    </>
  );
}

function Steps({ progress }: { readonly progress: Progress }) {
  const text = useText();
  if (progress.passed.length === 0) return null;
  return (
    <ol className={styles.passed} aria-label={text('procedure.passed')}>
      {progress.passed.map((each) => (
        <Passed key={each.step.id} passed={each} />
      ))}
    </ol>
  );
}

function Passed({ passed: { step, mark } }: { readonly passed: PassedStep }) {
  const text = useText();
  return (
    <li className={styles.passedStep}>
      <Check size={13} aria-hidden="true" />
      <span>
        {step.text}
        {mark.answer === 'done' && mark.value === null ? null : (
          <strong>{mark.value ?? text(answerLabel[mark.answer])}</strong>
        )}
      </span>
    </li>
  );
}

import {
  Circle,
  CircleAlert,
  CircleCheck,
  CircleMinus,
  Download,
  LoaderCircle,
  Play,
  TriangleAlert,
} from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useText } from '../words/use-text.ts';
import { runningHint, sentenceText, stateLabel, stepTitle, summaryText } from './diagnostics-words.ts';
import styles from './diagnostics.module.css';
import { stepIds, type StepId, type StepState } from './finding.ts';
import type { Question } from './step.ts';
import { useDiagnostics, type Diagnostics } from './use-diagnostics.ts';
import { useSaveArchive } from './use-save-archive.ts';

/** Tries everything that a call needs, one thing after the other, and says in words what is wrong and what helps. */
export default function DiagnosticsDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const diagnostics = useDiagnostics();
  const { states, stage, question, start, answer } = diagnostics;
  const saveArchive = useSaveArchive(states);
  const running = stepIds.find((id) => states[id].state === 'running');
  return (
    <Dialog title={text('diagnostics.title')} size="medium" onClose={onClose}>
      <div className={styles.body} role="region" tabIndex={0} aria-label={text('diagnostics.title')}>
        <p className={styles.intro}>{text('diagnostics.intro')}</p>
        <ol className={styles.steps}>
          {stepIds.map((id) => (
            <StepLine key={id} id={id} state={states[id]}>
              {id === running && question !== null ? <Asked question={question} onAnswer={answer} /> : null}
            </StepLine>
          ))}
        </ol>
      </div>
      <div className={styles.foot}>
        <p role="status" className={styles.summary}>
          <Progress diagnostics={diagnostics} running={running} />
        </p>
        {stage === 'running' ? null : (
          <Button kind="outlined" icon={<Download size={15} />} onClick={saveArchive}>
            {text('diagnostics.save')}
          </Button>
        )}
        {stage === 'running' ? null : (
          <Button kind="accent" icon={<Play size={15} />} onClick={start} autoFocus>
            {text(stage === 'ready' ? 'diagnostics.start' : 'diagnostics.again')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Progress({
  diagnostics,
  running,
}: {
  readonly diagnostics: Diagnostics;
  readonly running: StepId | undefined;
}) {
  const text = useText();
  if (diagnostics.stage === 'done') return summaryText(diagnostics.states, text);
  return running === undefined ? null : text('diagnostics.running', { step: text(stepTitle[running]) });
}

const icons: Readonly<Record<StepState['state'], typeof Circle>> = {
  waiting: Circle,
  running: LoaderCircle,
  ok: CircleCheck,
  warning: TriangleAlert,
  failed: CircleAlert,
  skipped: CircleMinus,
};

type StepLineProps = { readonly id: StepId; readonly state: StepState; readonly children: ReactNode };

function StepLine({ id, state, children }: StepLineProps) {
  const text = useText();
  const Icon = icons[state.state];
  const hint = state.state === 'running' ? runningHint[id] : null;
  const line = useRef<HTMLLIElement>(null);
  const taken = state.state !== 'waiting';
  useEffect(() => {
    // With all that there is to say about the steps before, this one may be out of sight.
    if (taken) line.current?.scrollIntoView({ block: 'nearest' });
  }, [taken, state]);
  return (
    <li ref={line} className={styles.step} data-state={state.state}>
      <Icon size={17} className={styles.icon} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.head}>
          <span className={styles.title}>{text(stepTitle[id])}</span>
          <span className={styles.state}>{text(stateLabel[state.state])}</span>
        </p>
        {hint === null ? null : <p className={styles.message}>{text(hint)}</p>}
        {'message' in state ? <p className={styles.message}>{sentenceText(state.message, text)}</p> : null}
        {'message' in state && state.advice !== undefined ? (
          <p className={styles.advice}>{sentenceText(state.advice, text)}</p>
        ) : null}
        {children}
      </div>
    </li>
  );
}

type AskedProps = { readonly question: Question; readonly onAnswer: (yes: boolean) => void };

function Asked({ question, onAnswer }: AskedProps) {
  const text = useText();
  return (
    <div className={styles.asked} role="group" aria-label={text(question.id)}>
      <span>{text(question.id)}</span>
      <Button kind="outlined" autoFocus onClick={() => onAnswer(true)}>
        {text('diagnostics.yes')}
      </Button>
      <Button kind="outlined" onClick={() => onAnswer(false)}>
        {text('diagnostics.no')}
      </Button>
      <Button onClick={question.again}>{text('diagnostics.playAgain')}</Button>
    </div>
  );
}

import { useEffect, useRef, useState } from 'react';
import { newId } from '../../../domain/ids.ts';
import { SatisfactionScore, satisfactionScores, type Satisfaction } from '../../../domain/timeline/satisfaction.ts';
import type { TicketView } from '../../store/contract.ts';
import { Field } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import { useText } from '../words/use-text.ts';
import { ScoreMark } from './kind-mark.tsx';
import { scoreLabel } from './record-words.ts';
import styles from './records.module.css';
import type { RecordWork } from './use-record.ts';

export type SatisfactionDialogProps = {
  readonly view: TicketView;
  readonly work: RecordWork;
  readonly onClose: () => void;
};

/** Five choices, by the arrows or by their digits, and what the customer said. What is chosen and typed is kept as the rest is. */
export default function SatisfactionDialog({ view, work, onClose }: SatisfactionDialogProps) {
  const text = useText();
  const { typed } = work;
  // What stood when the agent looked: if a colleague is faster, theirs stands.
  const [seen] = useState(() => standingIn(view));
  const score = SatisfactionScore.safeParse(Number(typed['score'])).data;
  const row = useRef<HTMLDivElement>(null);
  const [begun] = useState(score);
  useEffect(() => {
    row.current?.querySelector<HTMLInputElement>(`input[value="${begun ?? 1}"]`)?.focus();
  }, [begun]);
  const ready = score !== undefined && !work.sending;

  const save = async (): Promise<void> => {
    if (!ready) return;
    const args = {
      id: newId(),
      ticketId: view.ticket.id,
      score,
      text: typed['text'] ?? '',
      replaces: seen?.id ?? null,
    };
    if (await work.record('satisfaction.record@1', args, 'record.satisfactionDone')) onClose();
  };

  return (
    <FormDialog
      title={text('satisfaction.title')}
      save={text('record.save')}
      ready={ready}
      onSave={() => void save()}
      onClose={onClose}
      remove={work.begun ? text('record.drop') : undefined}
      onRemove={work.drop}
    >
      <p className={styles.what}>
        {seen === undefined
          ? text('satisfaction.what')
          : text('satisfaction.replaces', { score: seen.score, meaning: text(scoreLabel[seen.score]) })}
      </p>
      <div
        ref={row}
        className={styles.scores}
        role="radiogroup"
        aria-label={text('satisfaction.question')}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.altKey || event.metaKey) return;
          const typedScore = SatisfactionScore.safeParse(Number(event.key)).data;
          if (typedScore === undefined) return;
          event.preventDefault();
          work.type('score', String(typedScore));
          row.current?.querySelector<HTMLInputElement>(`input[value="${typedScore}"]`)?.focus();
        }}
      >
        {satisfactionScores.map((each) => (
          <label key={each} className={styles.score} data-chosen={score === each ? '' : undefined}>
            <input
              type="radio"
              name="satisfaction"
              value={each}
              checked={score === each}
              onChange={() => work.type('score', String(each))}
            />
            <span className={styles.figure} data-figures="">
              <ScoreMark score={each} size={16} />
              {each}
            </span>
            <span>{text(scoreLabel[each])}</span>
          </label>
        ))}
      </div>
      <Field label={text('satisfaction.words')}>
        <textarea
          rows={3}
          maxLength={2000}
          spellCheck
          value={typed['text'] ?? ''}
          onChange={({ target }) => work.type('text', target.value)}
        />
      </Field>
    </FormDialog>
  );
}

function standingIn(view: TicketView): Satisfaction | undefined {
  for (const item of view.timeline) {
    if (item.kind === 'entry' && item.entry.kind === 'satisfaction' && item.entry.standing) return item.entry;
  }
  return undefined;
}

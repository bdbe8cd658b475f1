import { useState } from 'react';
import type { Entry } from '../../../domain/timeline/entry.ts';
import type { Satisfaction } from '../../../domain/timeline/satisfaction.ts';
import type { Delivery } from '../../store/contract.ts';
import { useActions } from '../actions/use-action.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { Clock } from '../ticket/clock.tsx';
import { useText } from '../words/use-text.ts';
import { EmailMark, KindMark, ScoreMark } from './kind-mark.tsx';
import { scoreLabel } from './record-words.ts';
import styles from './records.module.css';

/** Longer ones are folded: a whole thread of e-mails would hide what happened around it. */
const foldedFrom = { lines: 10, characters: 900 };

type ExchangeItemProps = {
  readonly entry: Extract<Entry, { kind: 'email' | 'chat' }>;
  readonly authorName: string;
  readonly delivery: Delivery;
};

/** An e-mail or a chat of elsewhere: with whom, when, and who recorded it. */
export function ExchangeItem({ entry, authorName, delivery }: ExchangeItemProps) {
  const text = useText();
  const actions = useActions();
  const name = entry.correspondent;
  const title =
    entry.kind === 'chat'
      ? text('timeline.chat', { name })
      : text(entry.direction === 'incoming' ? 'timeline.emailIn' : 'timeline.emailOut', { name });
  return (
    <li className={styles.exchange}>
      <span className={styles.sign}>
        {entry.kind === 'chat' ? (
          <KindMark kind="chat" size={14} />
        ) : (
          <EmailMark incoming={entry.direction === 'incoming'} size={14} />
        )}
      </span>
      <div className={styles.body}>
        <p className={styles.head}>
          <strong>{title}</strong>
          <Clock at={entry.at} />
          <span className={styles.by}>{text('timeline.recordedBy', { name: authorName })}</span>
          <DeliveryMark delivery={delivery} word={delivery !== 'confirmed'} />
          {delivery === 'refused' ? (
            <Button action="desk.refused" onClick={() => actions.run('desk.refused')}>
              {text('timeline.correct')}
            </Button>
          ) : null}
        </p>
        {entry.kind === 'chat' || entry.subject === '' ? null : (
          <p className={styles.subject} data-selectable="">
            {entry.subject}
          </p>
        )}
        <Folded written={entry.text} />
      </div>
    </li>
  );
}

function Folded({ written }: { readonly written: string }) {
  const text = useText();
  const long = written.length > foldedFrom.characters || written.split('\n').length > foldedFrom.lines;
  const [open, setOpen] = useState(false);
  return (
    <>
      <p className={styles.text} data-folded={long && !open ? '' : undefined} data-selectable="">
        {written}
      </p>
      {long ? (
        <Button className={styles.fold ?? ''} aria-expanded={open} onClick={() => setOpen(!open)}>
          {text(open ? 'timeline.fold' : 'timeline.unfold')}
        </Button>
      ) : null}
    </>
  );
}

/** How satisfied the customer said they are. */
export function SatisfactionWords({ entry }: { readonly entry: Satisfaction }) {
  const text = useText();
  const meaning = text(scoreLabel[entry.score]);
  return (
    <>
      <span className={entry.standing ? undefined : styles.former}>
        {text('timeline.satisfaction', { score: entry.score, meaning })}
      </span>
      {entry.text === null ? null : <q data-selectable="">{entry.text}</q>}
      {entry.standing ? null : <span className={styles.former}>{text('timeline.satisfactionFormer')}</span>}
    </>
  );
}

export function SatisfactionMark({ entry }: { readonly entry: Satisfaction }) {
  return <ScoreMark score={entry.score} size={14} />;
}

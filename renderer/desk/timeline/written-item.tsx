import type { ReactNode } from 'react';
import type { Instant } from '../../../domain/ids.ts';
import type { Delivery } from '../../store/contract.ts';
import { useActions } from '../actions/use-action.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { useText } from '../words/use-text.ts';
import { Clock } from './clock.tsx';
import styles from './written-item.module.css';

export type WrittenItemProps = {
  /** Whose it is or what it is, at a glance: initials or a shape; the head says it in words. */
  readonly sign: ReactNode;
  /** It is this agent's own. */
  readonly mine?: boolean;
  readonly title: string;
  readonly at: Instant;
  /** Who put it here, where that is not in the title. */
  readonly by?: string;
  readonly delivery: Delivery;
  /** What was written. */
  readonly children: ReactNode;
};

/** Words that somebody wrote, in the timeline: under a head that says how far they have come, and corrects what was refused. */
export function WrittenItem({ sign, mine = false, title, at, by, delivery, children }: WrittenItemProps) {
  const text = useText();
  const actions = useActions();
  return (
    <li className={styles.item}>
      <span className={styles.sign} data-mine={mine ? '' : undefined} aria-hidden="true">
        {sign}
      </span>
      <div className={styles.body}>
        <p className={styles.head}>
          <strong>{title}</strong>
          <Clock at={at} />
          {by === undefined ? null : <span className={styles.by}>{by}</span>}
          <DeliveryMark delivery={delivery} word={delivery !== 'confirmed'} />
          {delivery === 'refused' ? (
            <Button action="desk.refused" onClick={() => actions.run('desk.refused')}>
              {text('timeline.correct')}
            </Button>
          ) : null}
        </p>
        {children}
      </div>
    </li>
  );
}

import type { ReactNode } from 'react';
import type { ActionId } from '../actions/catalogue.ts';
import { KeyHint } from '../design/key-hint.tsx';
import styles from './list.module.css';

/** Where a row stands in its list. */
export type RowPlace = {
  readonly id: string;
  /** Pixels from the list's beginning. */
  readonly top: number;
  readonly index: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
};

export type ListRowProps = {
  readonly place: RowPlace;
  /** What screen readers say; empty parts are left out. */
  readonly label: readonly string[];
  /** Of how many it is one, where not all of them are in the list. */
  readonly total?: number;
  readonly mark: ReactNode;
  readonly subject: string;
  /** The subject says that there is none. */
  readonly isNameless?: boolean;
  /** At the end of the first line: a time or a number. */
  readonly when: ReactNode;
  /** Under the mark. */
  readonly state?: ReactNode;
  readonly facts: ReactNode;
  /** At the end of the second line. */
  readonly end?: ReactNode;
  /** What can be done, in the place of the end where the mouse or the choice is. */
  readonly acts?: readonly RowAct[];
  readonly onDoubleClick?: () => void;
};

/** A row of two lines: what it is and when, and what is known of it. */
export function ListRow({ place, label, mark, subject, when, state, facts, end, acts = [], ...row }: ListRowProps) {
  return (
    <div
      id={place.id}
      role="option"
      aria-selected={place.chosen}
      aria-posinset={row.total === undefined ? undefined : place.index + 1}
      aria-setsize={row.total}
      aria-label={label.filter((part) => part !== '').join(', ')}
      className={styles.row}
      style={{ transform: `translateY(${place.top}px)` }}
      onMouseDown={(event) => {
        if (event.button === 0) place.onChoose();
      }}
      onDoubleClick={row.onDoubleClick}
    >
      <span className={styles.rowMark}>{mark}</span>
      <span className={styles.rowSubject} data-empty={row.isNameless === true ? '' : undefined}>
        {subject}
      </span>
      <span className={styles.rowWhen}>{when}</span>
      <span className={styles.rowMark}>{state}</span>
      <span className={styles.rowFacts}>{facts}</span>
      <span className={styles.rowEnd}>
        {end}
        {acts.length === 0 ? null : (
          <span className={styles.rowActs}>
            {acts.map((act) => (
              <RowActMark key={act.title} act={act} />
            ))}
          </span>
        )}
      </span>
    </div>
  );
}

export type RowAct = {
  readonly title: string;
  readonly icon: ReactNode;
  /** Whose key does it to the chosen row. */
  readonly action?: ActionId;
  readonly run: () => void;
};

/** For the mouse: the keyboard has the list's keys, and screen readers have what is behind them. */
function RowActMark({ act: { title, icon, action, run } }: { readonly act: RowAct }) {
  return (
    <span
      className={styles.rowAct}
      title={title}
      onMouseDown={(event) => {
        event.stopPropagation();
        run();
      }}
    >
      {icon}
      {action === undefined ? null : <KeyHint action={action} />}
    </span>
  );
}

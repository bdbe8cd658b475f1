import { Fragment, type ReactNode } from 'react';
import styles from './list.module.css';
import type { RowPlace } from './list-row.tsx';
import type { RowList as List } from './use-row-list.ts';

export type RowListProps<Item> = {
  readonly list: List;
  readonly label: string;
  /** Undefined: not known yet. */
  readonly items: readonly Item[] | undefined;
  readonly itemKey: (item: Item) => string;
  readonly row: (item: Item, place: RowPlace) => ReactNode;
  /** What Enter does. */
  readonly onEnter?: () => void;
  /** What will come here, and what makes it. */
  readonly empty: ReactNode;
  /** Lines that were asked for, where there may be more. */
  readonly lines?: number;
};

/** The rows of a list in their box (ARIA listbox), or what stands there while there are none. */
export function RowList<Item>({ list, label, items, itemKey, row, onEnter, empty, lines }: RowListProps<Item>) {
  const { box, rows, chosen, choose, rowId, onKeyDown } = list;
  return (
    <>
      <div
        ref={box}
        className={styles.rows}
        data-place="list"
        data-lines={lines}
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={chosen >= 0 ? rowId(chosen) : undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && onEnter !== undefined) onEnter();
          else onKeyDown(event);
        }}
      >
        <div className={styles.canvas} role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start: top }) => {
            const item = items?.[index];
            if (item === undefined) return null;
            const place = {
              id: rowId(index),
              top,
              index,
              chosen: index === chosen,
              onChoose: () => choose(index),
            };
            return <Fragment key={itemKey(item)}>{row(item, place)}</Fragment>;
          })}
        </div>
      </div>
      {items?.length === 0 ? <div className={styles.empty}>{empty}</div> : null}
    </>
  );
}

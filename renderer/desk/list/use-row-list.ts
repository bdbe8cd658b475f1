import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefCallback } from 'react';
import { useAction } from '../actions/use-action.ts';
import { usePlace } from '../place/place.ts';
import { useRowHeight } from './use-row-height.ts';

export type RowList = {
  /** To be the `ref` of the element that scrolls. */
  readonly box: RefCallback<HTMLDivElement>;
  readonly focus: () => void;
  readonly chosen: number;
  readonly choose: (index: number) => void;
  readonly rows: Virtualizer<HTMLDivElement, Element>;
  readonly rowId: (index: number) => string;
  /** The rows that the keys for moving lead to from the chosen one, the nearest first. Measures the box. */
  readonly reach: () => readonly number[];
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** Of the window's height, what a list has of it. */
const usualShare = 0.75;

export type RowListOptions = {
  readonly count: number;
  /** Index of the chosen row, -1 when it is not in the list. */
  readonly chosen: number;
  /** Names what is chosen, in which list: after a restart the list does not follow it as long as this is the same. */
  readonly choice: string;
  readonly choose: (index: number) => void;
};

/**
 * A long list of rows of one height, of which only those in sight are drawn. The list has the focus and names its active row
 * (ARIA listbox); moving is choosing, also by the keys for the next and the one before. Its box has `data-place="list"`: after a restart it is scrolled as it was.
 */
export function useRowList({ count, chosen, choice, choose }: RowListOptions): RowList {
  const rowHeight = useRowHeight();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const { spot } = usePlace();
  const listId = useId();
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    const idle = requestIdleCallback(() => setDrawn(true));
    return () => cancelIdleCallback(idle);
  }, []);
  // TanStack Virtual returns functions that the compiler of React cannot memoise; nothing here is compiled by it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box,
    estimateSize: () => rowHeight,
    // The first drawing is of what can be seen.
    overscan: isDrawn ? 8 : 1,
    // Rows are drawn with the list itself, not after it was measured; those that stand further down come with the measure.
    initialRect: { width: 0, height: window.innerHeight * usualShare },
  });

  const measured = useRef(rowHeight);
  useEffect(() => {
    if (measured.current === rowHeight) return;
    measured.current = rowHeight;
    rows.measure();
  }, [rows, rowHeight]);
  const scrolledFor = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (box === null || count === 0) return;
    const top = spot.take('listTop');
    if (top !== undefined) {
      // Where it is already, as rows that are new are: to say so would lay all of the desk out before it goes on.
      if (top > 0) box.scrollTop = top;
      scrolledFor.current = choice;
    }
    spot.enter('list', box, true);
    // Once, with the first rows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [spot, box, count === 0]);
  useEffect(() => {
    const stays = scrolledFor.current === choice || spot.waits('listTop');
    if (!stays) scrolledFor.current = null;
    if (chosen >= 0 && !stays) rows.scrollToIndex(chosen, { align: 'auto' });
    // Only when another row is chosen or it moves: scrolling by hand stays where the hand left it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chosen]);

  const target = (by: number): number => {
    const from = chosen < 0 ? (by > 0 ? -1 : count) : chosen;
    return Math.min(count - 1, Math.max(0, from + by));
  };
  const step = (by: number): void => {
    if (count > 0) choose(target(by));
  };
  const page = (): number => Math.max(1, Math.floor((box?.clientHeight ?? rowHeight) / rowHeight) - 1);

  useAction('list.next', count > 0 ? () => step(1) : null);
  useAction('list.previous', count > 0 ? () => step(-1) : null);

  return {
    box: setBox,
    focus: () => box?.focus(),
    chosen,
    choose,
    rows,
    rowId: (index) => `${listId}-${index}`,
    reach: () => (count === 0 ? [] : [1, -1, page(), -page()].map(target)),
    onKeyDown: (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      switch (event.key) {
        case 'ArrowDown':
          step(1);
          break;
        case 'ArrowUp':
          step(-1);
          break;
        case 'PageDown':
          step(page());
          break;
        case 'PageUp':
          step(-page());
          break;
        case 'Home':
          step(-count);
          break;
        case 'End':
          step(count);
          break;
        default:
          return;
      }
      event.preventDefault();
    },
  };
}

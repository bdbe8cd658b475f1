import { lazy, Suspense, useDeferredValue, useRef, useState } from 'react';
import { spokenKeys } from '../actions/key-label.ts';
import { useAction } from '../actions/use-action.ts';
import { useKeys } from '../actions/use-keys.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useUsable } from '../data/use-usable.ts';
import { Button } from '../design/button.tsx';
import { usePlace, type View } from '../place/place.ts';
import { useText } from '../words/use-text.ts';
import { FilterField } from './filter-field.tsx';
import styles from './list.module.css';
import { TicketRow } from './ticket-row.tsx';
import { useRowHeight } from './use-row-height.ts';
import { useRowList } from './use-row-list.ts';

/** Not on the first screen, unless something is followed. */
const FollowedElsewhere = lazy(() => import('../hand-over/followed-elsewhere.tsx'));

const views = [
  { view: 'mine', action: 'list.mine', label: 'list.view.mine', empty: 'list.empty.mine' },
  { view: 'team', action: 'list.team', label: 'list.view.team', empty: 'list.empty.team' },
  { view: 'unassigned', action: 'list.unassigned', label: 'list.view.unassigned', empty: 'list.empty.unassigned' },
  { view: 'solved', action: 'list.solved', label: 'list.view.solved', empty: 'list.empty.solved' },
] as const satisfies readonly { view: View; action: string; label: string; empty: string }[];

/** Lines asked for at first; more when the end comes into sight. */
const firstLines = 200;

/** What is to be done now, the most urgent first. */
export function TicketList({ onNew }: { readonly onNew: () => void }) {
  const text = useText();
  const place = usePlace();
  const filter = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(() => place.spot.take('filter') ?? '');
  const [limit, setLimit] = useState(() => place.spot.take('lines') ?? firstLines);
  const wanted = useDeferredValue(typed.trim());
  const answer = useStoreQuery('tickets', { view: place.view, text: wanted, limit }, { keep: true });
  const lines = answer?.lines ?? [];
  const followed = useStoreQuery('followed', null, { off: place.view !== 'mine' }) ?? [];
  useUsable(answer !== undefined);
  const chosen = lines.findIndex((line) => line.id === place.ticketId);
  const rowHeight = useRowHeight();
  const { box, focus, rows, rowId, onKeyDown, step } = useRowList({
    count: lines.length,
    chosen,
    choice: `${place.view} ${place.ticketId}`,
    rowHeight,
    choose: (index) => {
      const line = lines[index];
      if (line !== undefined) place.openTicket(line.id);
    },
  });
  const visible = rows.getVirtualItems();
  const total = answer?.total ?? 0;
  const last = visible[visible.length - 1];
  if (last !== undefined && last.index >= lines.length - 20 && lines.length < total && limit <= lines.length) {
    setLimit(limit + 400);
  }

  const open = (view: View): void => {
    place.openView(view);
    setLimit(firstLines);
  };
  const keys = useKeys();
  useAction('list.mine', () => open('mine'));
  useAction('list.team', () => open('team'));
  useAction('list.unassigned', () => open('unassigned'));
  useAction('list.solved', () => open('solved'));
  useAction('list.next', lines.length > 0 ? () => step(1) : null);
  useAction('list.previous', lines.length > 0 ? () => step(-1) : null);
  useAction('list.filter', () => filter.current?.focus());
  const current = views.find((each) => each.view === place.view) ?? views[0];

  return (
    <section className={styles.column} aria-label={text('list.title')}>
      <div className={styles.head}>
        <h1 className={styles.title}>{text('list.title')}</h1>
        <span className={styles.count} data-figures="" aria-label={text('list.count', { count: total })}>
          {total}
        </span>
      </div>
      <div className={styles.views} role="group" aria-label={text('list.views')}>
        {views.map(({ view, label, action }) => (
          <button
            key={view}
            type="button"
            className={styles.view}
            aria-pressed={view === place.view}
            aria-keyshortcuts={spokenKeys(keys[action])}
            onClick={() => open(view)}
          >
            {text(label)}
          </button>
        ))}
      </div>
      <FilterField field={filter} value={typed} onChange={setTyped} onLeave={() => focus()} />
      <div
        ref={box}
        className={styles.rows}
        data-place="list"
        data-lines={limit}
        role="listbox"
        tabIndex={0}
        aria-label={text(current.label)}
        aria-activedescendant={chosen >= 0 ? rowId(chosen) : undefined}
        onKeyDown={onKeyDown}
      >
        <div className={styles.canvas} role="presentation" style={{ height: rows.getTotalSize() }}>
          {visible.map((row) => {
            const line = lines[row.index];
            return line === undefined ? null : (
              <TicketRow
                key={line.id}
                id={rowId(row.index)}
                line={line}
                top={row.start}
                index={row.index}
                total={total}
                chosen={row.index === chosen}
                onChoose={() => place.openTicket(line.id)}
              />
            );
          })}
        </div>
      </div>
      {answer !== undefined && lines.length === 0 ? (
        <div className={styles.empty}>
          <p>{wanted === '' ? text(current.empty) : text('list.empty.filter', { typed: wanted })}</p>
          {wanted === '' && place.view === 'mine' ? (
            <Button kind="outlined" action="ticket.new" onClick={onNew}>
              {text('ticket.new')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {followed.length === 0 ? null : (
        <Suspense fallback={null}>
          <FollowedElsewhere followed={followed} />
        </Suspense>
      )}
    </section>
  );
}

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
import { RowList } from './row-list.tsx';
import { TicketRow } from './ticket-row.tsx';
import { useReadAhead } from './use-read-ahead.ts';
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
  const list = useRowList({
    count: lines.length,
    chosen,
    choice: `${place.view} ${place.ticketId}`,
    choose: (index) => {
      const line = lines[index];
      if (line !== undefined) place.openTicket(line.id);
    },
  });
  useReadAhead(list, lines);
  const total = answer?.total ?? 0;
  const last = list.rows.getVirtualItems().at(-1);
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
      <FilterField field={filter} value={typed} onChange={setTyped} onLeave={list.focus} />
      <RowList
        list={list}
        label={text(current.label)}
        items={answer?.lines}
        itemKey={({ id }) => id}
        row={(line, rowPlace) => <TicketRow line={line} place={rowPlace} total={total} />}
        lines={limit}
        empty={
          <>
            <p>{wanted === '' ? text(current.empty) : text('list.empty.filter', { typed: wanted })}</p>
            {wanted === '' && place.view === 'mine' ? (
              <Button kind="outlined" action="ticket.new" onClick={onNew}>
                {text('ticket.new')}
              </Button>
            ) : null}
          </>
        }
      />
      {followed.length === 0 ? null : (
        <Suspense fallback={null}>
          <FollowedElsewhere followed={followed} />
        </Suspense>
      )}
    </section>
  );
}

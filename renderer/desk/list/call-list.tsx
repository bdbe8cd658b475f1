import { lazy, Suspense, useState } from 'react';
import { punctualityOf } from '../../../domain/callback/callback.ts';
import type { CallbackView } from '../../store/contract.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useUsable } from '../data/use-usable.ts';
import { useText } from '../words/use-text.ts';
import { AllCalls } from './all-calls.tsx';
import styles from './list.module.css';
import { MissedCalls } from './missed-calls.tsx';

const CallbackList = lazy(() => import('../callback/callback-list.tsx'));

type View = 'promised' | 'missed' | 'all';

const views = [
  { view: 'promised', label: 'calls.view.promised' },
  { view: 'missed', label: 'calls.view.missed' },
  { view: 'all', label: 'calls.view.all' },
] as const satisfies readonly { view: View; label: string }[];

/** Calls: those that were promised and the team's missed ones as work to do, and my own as they were. */
export function CallList() {
  const text = useText();
  const missed = useStoreQuery('missed', null);
  const promised = useStoreQuery('callbacks', null);
  const calls = useStoreQuery('calls', { limit: 200 });
  const [chosen, setChosen] = useState<View | null>(null);
  useUsable(calls !== undefined);
  // Opens on the work where there is some, and does not leave it by itself when it is done.
  if (chosen === null && missed !== undefined && promised !== undefined) setChosen(firstView(promised, missed.length));
  const view = chosen ?? 'all';
  const count = missed?.length ?? 0;

  return (
    <section className={styles.column} aria-label={text('calls.title')}>
      <div className={styles.head}>
        <h1 className={styles.title}>{text('calls.title')}</h1>
        <span className={styles.count}>{text('calls.toCallBack', { count })}</span>
      </div>
      <div className={styles.views} role="group" aria-label={text('calls.views')}>
        {views.map((each) => (
          <button
            key={each.view}
            type="button"
            className={styles.view}
            aria-pressed={each.view === view}
            onClick={() => setChosen(each.view)}
          >
            {text(each.label)}
            {each.view === 'promised' && promised !== undefined && promised.length > 0 ? (
              <span className={styles.viewCount} data-figures="">
                {promised.length}
              </span>
            ) : null}
          </button>
        ))}
      </div>
      {view === 'promised' ? (
        <Suspense fallback={null}>
          <CallbackList views={promised} />
        </Suspense>
      ) : view === 'missed' ? (
        <MissedCalls lines={missed} />
      ) : (
        <AllCalls calls={calls} />
      )}
    </section>
  );
}

/** A promised time that is near comes before callers who were missed, and they before what was promised for later. */
function firstView(promised: readonly CallbackView[], missed: number): View {
  const now = Date.now();
  if (promised.some(({ callback, mine }) => mine && punctualityOf(callback.dueAt, now) !== 'ahead')) return 'promised';
  if (missed > 0) return 'missed';
  return promised.length > 0 ? 'promised' : 'all';
}

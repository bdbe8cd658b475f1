import { useState } from 'react';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useUsable } from '../data/use-usable.ts';
import { useText } from '../words/use-text.ts';
import { AllCalls } from './all-calls.tsx';
import styles from './list.module.css';
import { MissedCalls } from './missed-calls.tsx';

type View = 'missed' | 'all';

const views = [
  { view: 'missed', label: 'calls.view.missed' },
  { view: 'all', label: 'calls.view.all' },
] as const satisfies readonly { view: View; label: string }[];

/** Calls: the team's missed ones as work to do, and my own as they were. */
export function CallList() {
  const text = useText();
  const missed = useStoreQuery('missed', null);
  const calls = useStoreQuery('calls', { limit: 200 });
  const [chosen, setChosen] = useState<View | null>(null);
  useUsable(calls !== undefined);
  // Opens on the work where there is some, and does not leave it by itself when it is done.
  if (chosen === null && missed !== undefined) setChosen(missed.length > 0 ? 'missed' : 'all');
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
          </button>
        ))}
      </div>
      {view === 'missed' ? <MissedCalls lines={missed} /> : <AllCalls calls={calls} />}
    </section>
  );
}

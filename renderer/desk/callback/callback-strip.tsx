import { lazy, Suspense } from 'react';
import { punctualityOf } from '../../../domain/callback/callback.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useKeepCallbacks } from './use-keep-callbacks.ts';

/** Not on the first screen, unless something is due. */
const CallbackReminder = lazy(() => import('./callback-reminder.tsx'));

/** Watches the promised times of this agent: says quietly when one has come, and keeps on record that it was kept. */
export function CallbackStrip() {
  const open = useStoreQuery('callbacks', null);
  const now = useNow(1_000);
  useKeepCallbacks(open);
  const due = (open ?? []).filter(({ callback, mine, callingName }) => {
    const punctuality = punctualityOf(callback.dueAt, now);
    return mine && callingName === null && (punctuality === 'due' || punctuality === 'late');
  });
  if (due.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <CallbackReminder due={due} />
    </Suspense>
  );
}

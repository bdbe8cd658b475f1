import { AlarmClock } from 'lucide-react';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { usePlace } from '../place/place.ts';
import { useWords } from '../words/use-text.ts';
import { dueShort } from './due-words.ts';

/** The next call that this agent has promised, while there is time to look at it. */
export function CallbackCount() {
  const { text, locale } = useWords();
  const place = usePlace();
  const now = useNow(10_000);
  const next = useStoreQuery('callbacks', null)?.find(({ callback, mine }) => mine && Date.parse(callback.dueAt) > now);
  if (next === undefined) return null;
  return (
    <Button icon={<AlarmClock size={15} />} onClick={() => place.openSection('calls')}>
      {text('callback.next', { when: dueShort(next.callback.dueAt, now, locale, text) })}
    </Button>
  );
}

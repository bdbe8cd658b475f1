import { PhoneMissed } from 'lucide-react';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { usePlace } from '../place/place.ts';
import { useText } from '../words/use-text.ts';
import styles from './strip.module.css';

/** How many callers wait to be called back, in words, while there is time to do it. */
export function MissedCount() {
  const text = useText();
  const place = usePlace();
  const count = useStoreQuery('missed', null)?.length ?? 0;
  if (count === 0) return null;
  return (
    <Button
      className={styles.missed}
      action="desk.calls"
      icon={<PhoneMissed size={15} />}
      onClick={() => place.openSection('calls')}
    >
      {text('calls.toCallBack', { count })}
    </Button>
  );
}

import { formatClock, formatMoment } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './clock.module.css';

/** When something of the timeline happened; the day is in its heading. */
export function Clock({ at }: { readonly at: string }) {
  const { locale } = useWords();
  return (
    <time className={styles.clock} dateTime={at} title={formatMoment(at, locale)}>
      {formatClock(at, locale)}
    </time>
  );
}

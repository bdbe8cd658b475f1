import { Check, CircleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../words/use-text.ts';
import styles from './composer.module.css';
import type { DraftState } from './draft.ts';

/**
 * Whether what is typed is safe. It is written several times a second: the word comes when the hands rest, so that it is
 * true and does not flicker.
 */
export function Kept({ state }: { readonly state: DraftState }) {
  const text = useText();
  const [rested, setRested] = useState(false);
  useEffect(() => {
    if (state !== 'kept') return undefined;
    const timer = setTimeout(() => setRested(true), 250);
    return () => {
      clearTimeout(timer);
      setRested(false);
    };
  }, [state]);
  switch (state) {
    case 'empty':
      return <span className={styles.kept}>{text('composer.private')}</span>;
    case 'failed':
      return (
        <span className={styles.kept} data-failed="" role="alert">
          <CircleAlert size={13} aria-hidden="true" />
          {text('composer.notKept')}
        </span>
      );
    case 'typing':
    case 'kept':
      return rested ? (
        <span className={styles.kept}>
          <Check size={13} aria-hidden="true" />
          {text('composer.kept')}
        </span>
      ) : (
        <span className={styles.kept}>{text('composer.typing')}</span>
      );
  }
}

import { Check, CircleAlert } from 'lucide-react';
import type { DraftState } from '../ticket/draft.ts';
import { useText } from '../words/use-text.ts';
import styles from './validation.module.css';

/** Whether what is being written is safe on this machine. */
export function KeptWords({ state }: { readonly state: DraftState }) {
  const text = useText();
  if (state === 'failed') {
    return (
      <span className={styles.kept} data-failed="" role="alert">
        <CircleAlert size={13} aria-hidden="true" />
        {text('composer.notKept')}
      </span>
    );
  }
  return (
    <span className={styles.kept}>
      {state === 'kept' ? (
        <>
          <Check size={13} aria-hidden="true" />
          {text('composer.kept')}
        </>
      ) : null}
    </span>
  );
}

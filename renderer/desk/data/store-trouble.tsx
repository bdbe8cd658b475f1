import type { ErrorCode } from '../../../domain/errors.ts';
import { Button } from '../design/button.tsx';
import { errorText } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import { useUsableWithoutData } from './use-usable.ts';
import styles from './store-trouble.module.css';

export type StoreTroubleProps = {
  readonly code: ErrorCode;
  readonly onRetry: () => void;
  /** Gives this machine's data up and gets it from the server again. */
  readonly onRenew: () => void;
};

/** This machine's data cannot be opened: the phone works on, tickets do not. */
export function StoreTrouble({ code, onRetry, onRenew }: StoreTroubleProps) {
  const text = useText();
  useUsableWithoutData();
  return (
    <div className={styles.trouble} role="alert">
      <p>{errorText(code, text)}</p>
      <Button kind="outlined" onClick={onRetry}>
        {text('status.retry')}
      </Button>
      {code === 'STORE_DAMAGED' ? (
        <Button kind="accent" onClick={onRenew}>
          {text('status.renewData')}
        </Button>
      ) : null}
    </div>
  );
}

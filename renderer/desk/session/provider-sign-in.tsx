import { AppWindow } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { useText } from '../words/use-text.ts';
import styles from './sign-in.module.css';

export type ProviderSignInProps = {
  /** As the organisation calls it. */
  readonly name: string;
  /** The browser is open, and nobody has come back yet. */
  readonly waiting: boolean;
  readonly disabled: boolean;
  /** There is no other way. */
  readonly only: boolean;
  readonly onStart: () => void;
  readonly onStop: () => void;
};

/** The sign-in of the organisation, in the system's browser. */
export function ProviderSignIn({ name, waiting, disabled, only, onStart, onStop }: ProviderSignInProps) {
  const text = useText();
  // Who thought better of it finds the button again where they left it.
  const [began, setBegan] = useState(false);
  return (
    <>
      {only ? null : <p className={styles.or}>{text('signIn.or')}</p>}
      {waiting ? (
        <div className={styles.waiting}>
          <p role="status">{text('signIn.inBrowser', { name })}</p>
          <Button autoFocus onClick={onStop}>
            {text('dialog.cancel')}
          </Button>
        </div>
      ) : (
        <Button
          kind={only ? 'accent' : 'outlined'}
          size="large"
          icon={<AppWindow size={17} aria-hidden="true" />}
          disabled={disabled}
          className={styles.provider ?? ''}
          autoFocus={began || only}
          onClick={() => {
            setBegan(true);
            onStart();
          }}
        >
          {text('signIn.with', { name })}
        </Button>
      )}
    </>
  );
}

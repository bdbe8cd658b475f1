import type { StoredSession } from '../../bridges/desk-bridge.ts';
import { useDesk } from '../data/services.ts';
import { Dialog } from '../design/dialog.tsx';
import { useText } from '../words/use-text.ts';
import { SignInForm } from './sign-in-form.tsx';
import styles from './session.module.css';

export type SignInAgainProps = {
  readonly onSignedIn: (session: StoredSession, kept: boolean) => void;
  readonly onClose: () => void;
};

/** The session ended at the server: the work goes on here, and goes up again once the password is given. */
export default function SignInAgain({ onSignedIn, onClose }: SignInAgainProps) {
  const text = useText();
  const { session } = useDesk();
  return (
    <Dialog title={text('signIn.again')} size="small" onClose={onClose}>
      <div className={styles.body}>
        <p className={styles.sentence}>{text('signIn.againWhy')}</p>
        <SignInForm again={session} onSignedIn={onSignedIn} />
      </div>
    </Dialog>
  );
}

import { useState } from 'react';
import { refusedWords } from '../../store/contract.ts';
import { useServices, useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useSay } from '../notices/use-notices.ts';
import { isLive } from '../phone/phone-view.ts';
import { usePhone } from '../phone/use-phone.ts';
import { bridgeErrorCode } from '../phone/phone-client.ts';
import { useText } from '../words/use-text.ts';
import { endSession } from './end-session.ts';
import styles from './session.module.css';

export type SignOutProps = { readonly onSignedOut: () => void; readonly onClose: () => void };

/** Leaving this desk. What has not reached the server is never thrown away without being asked. */
export default function SignOut({ onSignedOut, onClose }: SignOutProps) {
  const text = useText();
  const say = useSay();
  const { store, session } = useDesk();
  const { bridge } = useServices();
  const status = useStoreQuery('status', null);
  const [busy, setBusy] = useState(false);
  const queued = status?.queued ?? 0;
  const refused = status === undefined ? 0 : refusedWords(status);
  const clean = queued === 0 && refused === 0;
  const calls = usePhone().snapshot?.calls.some(isLive) === true;

  const leave = async (discardQueued: boolean): Promise<void> => {
    setBusy(true);
    const wiped = await store.request('wipe', { discardQueued });
    if (!wiped.ok) {
      setBusy(false);
      say.error(wiped.code);
      return;
    }
    await endSession(window.fetch.bind(window), session);
    try {
      await bridge.request('desk:session-clear', null);
      onSignedOut();
    } catch (error) {
      setBusy(false);
      say.error(bridgeErrorCode(error, 'SERVER_FAILED'));
    }
  };

  return (
    <Dialog title={text('signOut.title')} size="small" role="alertdialog" onClose={onClose}>
      <div className={styles.body}>
        <p className={styles.sentence}>
          {calls
            ? text('signOut.inCall')
            : queued > 0
              ? text('signOut.queued', { count: queued })
              : refused > 0
                ? text('signOut.refused', { count: refused })
                : text('signOut.clean')}
        </p>
        <div className={styles.buttons}>
          <Button autoFocus onClick={onClose}>
            {text('dialog.cancel')}
          </Button>
          {!clean && !calls ? (
            <Button kind="red" disabled={busy} onClick={() => void leave(true)}>
              {text('signOut.discard')}
            </Button>
          ) : null}
          {clean && !calls ? (
            <Button kind="accent" disabled={busy} onClick={() => void leave(false)}>
              {text('signOut.leave')}
            </Button>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}

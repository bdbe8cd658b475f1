import { useEffect, useState } from 'react';
import { useDesk, useServices } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useSay } from '../notices/use-notices.ts';
import { useCommand } from '../phone/use-command.ts';
import { dialable, displayNumber } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import styles from '../session/session.module.css';

/** A link outside (`tel:`) asks for a call. Anybody can write such a link: nothing is dialled without a yes. */
export function DialRequest() {
  const text = useText();
  const say = useSay();
  const { bridge } = useServices();
  const { country } = useDesk();
  const command = useCommand();
  const [number, setNumber] = useState<string | null>(null);
  useEffect(
    () =>
      bridge.on('desk:dial', (asked) => {
        const read = dialable(decoded(asked));
        if (read === null) say.error('PHONE_NUMBER_INVALID');
        else setNumber(read);
      }),
    [bridge, say],
  );
  if (number === null) return null;
  const close = (): void => setNumber(null);
  return (
    <Dialog title={text('dial.confirmTitle')} size="small" role="alertdialog" onClose={close}>
      <div className={styles.body}>
        <p className={styles.sentence}>{text('dial.confirm', { number: displayNumber(number, country) ?? number })}</p>
        <div className={styles.buttons}>
          <Button onClick={close}>{text('dialog.cancel')}</Button>
          <Button
            kind="green"
            autoFocus
            onClick={() => {
              close();
              command({ type: 'call', number });
            }}
          >
            {text('dial.confirmYes')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function decoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

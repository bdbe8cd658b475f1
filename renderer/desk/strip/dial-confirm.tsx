import { useState } from 'react';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useCommand } from '../phone/use-command.ts';
import { callerWords } from '../who/caller.ts';
import { displayNumber } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import session from '../session/session.module.css';
import type { Asked } from './dial-request.tsx';
import styles from './dial-confirm.module.css';

/** Says who would be called, lets one of several numbers be chosen, and dials only then. */
export default function DialConfirm({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const text = useText();
  const command = useCommand();
  const { country } = useDesk();
  const { numbers } = asked;
  const [chosen, setChosen] = useState(numbers[0] ?? '');
  const several = numbers.length > 1;
  const shown = displayNumber(chosen, country) ?? chosen;
  const sentence = several
    ? text('dial.clipboardSeveral')
    : text(asked.from === 'link' ? 'dial.confirm' : 'dial.clipboard', { number: shown });
  return (
    <Dialog title={text('dial.confirmTitle')} size="small" role="alertdialog" onClose={onClose}>
      <form
        className={session.body}
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          command({ type: 'call', number: chosen });
        }}
      >
        <p className={session.sentence}>{sentence}</p>
        {several ? (
          <fieldset className={styles.numbers}>
            <legend className={styles.legend}>{text('dial.confirmTitle')}</legend>
            {numbers.map((number) => (
              <label key={number} className={styles.number}>
                <input
                  type="radio"
                  name="number"
                  checked={number === chosen}
                  autoFocus={number === chosen}
                  onChange={() => setChosen(number)}
                />
                <span data-figures="">{displayNumber(number, country) ?? number}</span>
                <Who number={number} />
              </label>
            ))}
          </fieldset>
        ) : (
          <p className={styles.who}>
            <Who number={chosen} />
          </p>
        )}
        <div className={session.buttons}>
          <Button onClick={onClose}>{text('dialog.cancel')}</Button>
          <Button kind="green" autoFocus={!several} submit>
            {text('dial.confirmYes')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Who has this number, as far as this machine's data tells. */
function Who({ number }: { readonly number: string }) {
  const text = useText();
  const { country } = useDesk();
  const caller = useStoreQuery('caller', { number });
  if (caller === undefined) return null;
  const { recognition } = caller;
  if (recognition.kind === 'unknown') return <span className={styles.name}>{text('dial.unknown')}</span>;
  const contact = recognition.kind === 'known' ? recognition.contact : null;
  const { title } = callerWords({ number, displayName: null }, recognition, contact, country, text);
  return <strong className={styles.name}>{title}</strong>;
}

import { useEffect, useState } from 'react';
import { useAction } from '../actions/use-action.ts';
import { useDesk, useServices } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useSay } from '../notices/use-notices.ts';
import { bridgeErrorCode } from '../phone/phone-client.ts';
import { useCommand } from '../phone/use-command.ts';
import { callerWords } from '../who/caller.ts';
import { dialable, displayNumber, numbersIn } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import session from '../session/session.module.css';
import styles from './dial-request.module.css';

type Asked = { readonly from: 'link' | 'clipboard'; readonly numbers: readonly string[] };

/**
 * A link outside (`tel:`) or what was copied asks for a call. Anybody can write such a thing: nothing is dialled without a
 * yes, and it is said first who that would be.
 */
export function DialRequest() {
  const text = useText();
  const say = useSay();
  const { bridge } = useServices();
  const { country } = useDesk();
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(
    () =>
      bridge.on('desk:dial', (target) => {
        // Every call goes through the agent's own PBX, whatever host a SIP address names.
        const number = dialable(target.split('@', 1)[0] ?? '');
        if (number === null) say.error('PHONE_NUMBER_INVALID');
        else setAsked({ from: 'link', numbers: [number] });
      }),
    [bridge, say],
  );
  useAction('call.clipboard', () => {
    void bridge.request('desk:clipboard', null).then(
      (copied) => {
        const numbers = numbersIn(copied, country);
        if (numbers.length === 0) say.info(text('dial.clipboardNone'));
        else setAsked({ from: 'clipboard', numbers });
      },
      (error: unknown) => say.error(bridgeErrorCode(error, 'SHELL_FAILED')),
    );
  });
  if (asked === null) return null;
  return <Confirm key={asked.numbers.join()} asked={asked} onClose={() => setAsked(null)} />;
}

function Confirm({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
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

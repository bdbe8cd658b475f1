import { useEffect, useId, useRef, useState } from 'react';
import { longestPassword, mostPasswordUnits, shortestPassword } from '../../../domain/agent/password.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import { useDesk } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import form from '../design/form.module.css';
import { PasswordField } from '../design/password-field.tsx';
import { useSay } from '../notices/use-notices.ts';
import { errorText } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import { changePassword, passwordInQuestion } from './change-password.ts';
import styles from './session.module.css';

/** One's own password, where it is Casque's. */
export default function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { info } = useDesk().session;
  return info.provider == null ? (
    <ChangePassword onClose={onClose} />
  ) : (
    <PasswordElsewhere provider={info.provider} onClose={onClose} />
  );
}

function PasswordElsewhere({ provider, onClose }: { readonly provider: string; readonly onClose: () => void }) {
  const text = useText();
  return (
    <Dialog title={text('password.title')} size="small" onClose={onClose}>
      <div className={styles.body}>
        <p className={styles.sentence}>{text('password.elsewhere', { name: provider })}</p>
        <div className={styles.buttons}>
          <Button autoFocus onClick={onClose}>
            {text('dialog.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** What is typed here is kept nowhere: it is gone with the form, and waits for no server. */
function ChangePassword({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const say = useSay();
  const { session } = useDesk();
  const [present, setPresent] = useState('');
  const [chosen, setChosen] = useState('');
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ErrorCode | null>(null);
  const ids = { present: useId(), new: useId() };
  const presentField = useRef<HTMLInputElement>(null);
  const newField = useRef<HTMLInputElement>(null);
  useEffect(() => presentField.current?.focus(), []);
  const about = error === null ? null : passwordInQuestion(error);

  const save = async (): Promise<void> => {
    setSending(true);
    setError(null);
    const answer = await changePassword(window.fetch.bind(window), session, {
      password: present,
      newPassword: chosen,
    });
    setSending(false);
    if (answer.ok) {
      say.good('password.changed', { count: answer.value.sessionsEnded });
      return onClose();
    }
    setError(answer.code);
    const wrong = passwordInQuestion(answer.code);
    if (wrong !== null) (wrong === 'present' ? presentField : newField).current?.select();
  };

  return (
    <FormDialog
      title={text('password.title')}
      size="small"
      save={text(sending ? 'password.changing' : 'password.change')}
      ready={present !== '' && chosen !== '' && !sending}
      onSave={() => void save()}
      onClose={onClose}
    >
      <PasswordField
        label={text('password.present')}
        show={text('password.showPresent')}
        className={form.field}
        field={presentField}
        autoComplete="current-password"
        maxLength={mostPasswordUnits}
        required
        value={present}
        aria-invalid={about === 'present'}
        aria-describedby={about === 'present' ? ids.present : undefined}
        onType={setPresent}
      />
      {about === 'present' && error !== null ? (
        <p id={ids.present} className={form.hint} role="alert" data-failed="">
          {errorText(error, text)}
        </p>
      ) : null}
      <PasswordField
        label={text('password.new')}
        show={text('password.showNew')}
        className={form.field}
        field={newField}
        autoComplete="new-password"
        required
        value={chosen}
        aria-invalid={about === 'new'}
        aria-describedby={ids.new}
        onType={setChosen}
      />
      {about === 'new' && error !== null ? (
        <p id={ids.new} className={form.hint} role="alert" data-failed="">
          {errorText(error, text)}
        </p>
      ) : (
        <p id={ids.new} className={form.hint}>
          {text('password.rules', { shortest: shortestPassword, longest: longestPassword })}
        </p>
      )}
      <p className={styles.after}>{text('password.after')}</p>
      {about === null && error !== null ? (
        <p className={styles.failed} role="alert">
          {error === 'SERVER_UNREACHABLE' ? text('password.noServer') : errorText(error, text)}
        </p>
      ) : null}
    </FormDialog>
  );
}

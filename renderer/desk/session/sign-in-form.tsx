import { CircleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ErrorCode } from '../../../domain/errors.ts';
import { newDeviceKey, publicHalf } from '../../../domain/wire/proof.ts';
import type { StoredSession } from '../../bridges/desk-bridge.ts';
import type { DeskSession } from '../data/expected-data.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { bridgeErrorCode } from '../phone/phone-client.ts';
import { errorText } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import { clientIdFor } from './client-id.ts';
import styles from './sign-in.module.css';
import { readServerAddress, signIn } from './sign-in.ts';

export type SignInFormProps = {
  /** Signing in again for the session that ended: login and server stand. */
  readonly again?: DeskSession;
  readonly onSignedIn: (session: StoredSession, kept: boolean) => void;
  readonly children?: ReactNode;
};

const device = ['Casque', navigator.platform]
  .filter((part) => part !== '')
  .join(', ')
  .slice(0, 120);

export function SignInForm({ again, onSignedIn, children }: SignInFormProps) {
  const text = useText();
  const { bridge, settings, start, changeSettings } = useServices();
  const known = again?.serverUrl ?? settings.serverUrl;
  const practice = again === undefined ? start.practiceSignIn : null;
  const [server, setServer] = useState(known ?? '');
  const [changing, setChanging] = useState(known === null);
  const [login, setLogin] = useState(again?.info.agent.login ?? practice?.login ?? settings.lastLogin ?? '');
  const [password, setPassword] = useState(practice?.password ?? '');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorCode | null>(null);
  const [attempt, setAttempt] = useState(0);

  const submit = async (): Promise<void> => {
    setAttempt(attempt + 1);
    const serverUrl = readServerAddress(server);
    if (serverUrl === null) {
      setChanging(true);
      return setError('SERVER_URL_INVALID');
    }
    setBusy(true);
    setError(null);
    const key = await newDeviceKey(crypto.subtle);
    const credentials = { login: login.trim(), password, device, key: publicHalf(key) };
    const reply = await signIn(window.fetch.bind(window), serverUrl, credentials);
    if (!reply.ok) {
      setBusy(false);
      return setError(reply.code);
    }
    const { token, bound, ...info } = reply.value;
    const clientId = again?.clientId ?? clientIdFor(window.localStorage, serverUrl, info.agent.id);
    const session: StoredSession = { serverUrl, token, clientId, info, ...(bound ? { key } : {}) };
    try {
      const { kept } = await bridge.request('desk:session-save', session);
      changeSettings({ serverUrl, lastLogin: login.trim() });
      onSignedIn(session, kept);
    } catch (thrown) {
      setBusy(false);
      setError(bridgeErrorCode(thrown, 'SERVER_FAILED'));
    }
  };

  return (
    <form
      className={styles.form}
      aria-label={text('signIn.title')}
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      {changing ? (
        <label className={styles.field}>
          <span>{text('signIn.server')}</span>
          <input
            type="text"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            autoFocus={known === null}
            placeholder="casque.exemple.fr"
            value={server}
            required
            onChange={(event) => setServer(event.target.value)}
          />
        </label>
      ) : (
        <p className={styles.server}>
          <span>{new URL(server).host}</span>
          {again === undefined ? (
            <button type="button" className={styles.link} onClick={() => setChanging(true)}>
              {text('signIn.changeServer')}
            </button>
          ) : null}
        </p>
      )}
      <label className={styles.field}>
        <span>{text('signIn.login')}</span>
        <input
          type="text"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={known !== null && login === ''}
          readOnly={again !== undefined}
          value={login}
          maxLength={64}
          required
          onChange={(event) => setLogin(event.target.value)}
        />
      </label>
      <label className={styles.field}>
        <span>{text('signIn.password')}</span>
        <input
          type="password"
          autoComplete="current-password"
          autoFocus={known !== null && login !== ''}
          value={password}
          maxLength={256}
          required
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <div aria-live="assertive" className={styles.errorPlace}>
        {error === null ? null : (
          <p key={attempt} className={styles.error} role="alert">
            <CircleAlert size={15} aria-hidden="true" />
            <span>{errorText(error, text)}</span>
          </p>
        )}
      </div>
      <Button kind="accent" size="large" submit disabled={busy} className={styles.submit ?? ''}>
        {busy ? text('signIn.busy') : text('signIn.submit')}
      </Button>
      {children}
    </form>
  );
}

import { CircleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { mostPasswordUnits } from '../../../domain/agent/password.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { Result } from '../../../domain/result.ts';
import { newDeviceKey, publicHalf, type PrivateDeviceKey } from '../../../domain/wire/proof.ts';
import type { SignInReply } from '../../../domain/wire/session.ts';
import type { StoredSession } from '../../bridges/desk-bridge.ts';
import type { DeskSession } from '../data/expected-data.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { PasswordField } from '../design/password-field.tsx';
import { bridgeErrorCode } from '../phone/phone-client.ts';
import { errorText } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import { clientIdFor } from './client-id.ts';
import { endSession } from './end-session.ts';
import { ProviderSignIn } from './provider-sign-in.tsx';
import styles from './sign-in.module.css';
import { readServerAddress, signIn, signInBack } from './sign-in.ts';
import { useSignInWays } from './use-sign-in-ways.ts';

export type SignInFormProps = {
  /** Signing in again for the session that ended: login and server stand. */
  readonly again?: DeskSession;
  readonly onSignedIn: (session: StoredSession, kept: boolean) => void;
  readonly children?: ReactNode;
};

const fetch = window.fetch.bind(window);

const device = ['Casque', navigator.platform]
  .filter((part) => part !== '')
  .join(', ')
  .slice(0, 120);

export function SignInForm({ again, onSignedIn, children }: SignInFormProps) {
  const text = useText();
  const { bridge, settings, start: started, changeSettings } = useServices();
  const known = again?.serverUrl ?? settings.serverUrl;
  const practice = again === undefined ? started.practiceSignIn : null;
  const [server, setServer] = useState(known ?? '');
  const [changing, setChanging] = useState(known === null);
  const [login, setLogin] = useState(again?.info.agent.login ?? practice?.login ?? settings.lastLogin ?? '');
  const [password, setPassword] = useState(practice?.password ?? '');
  const [busy, setBusy] = useState<'password' | 'browser' | null>(null);
  const [error, setError] = useState<ErrorCode | null>(null);
  const [attempt, setAttempt] = useState(0);
  /** The server that is asked how one can sign in there: not one that is still being typed. */
  const [asked, setAsked] = useState(known);
  const { provider, password: asksPassword } = useSignInWays(asked, attempt);
  const takesPassword = asksPassword || provider === null;

  const refuse = (code: ErrorCode): void => {
    setBusy(null);
    setError(code);
  };

  /** The address that was typed, when it is one. */
  const start = (how: 'password' | 'browser'): string | null => {
    setAttempt(attempt + 1);
    const serverUrl = readServerAddress(server);
    if (serverUrl === null) {
      setChanging(true);
      setError('SERVER_URL_INVALID');
      return null;
    }
    setBusy(how);
    setError(null);
    return serverUrl;
  };

  /** The server lets them in: the shell keeps the session. */
  const begin = async (serverUrl: string, key: PrivateDeviceKey, reply: Result<SignInReply>): Promise<void> => {
    if (!reply.ok) return refuse(reply.code);
    const { token, bound, ...info } = reply.value;
    const proven = bound ? { key } : {};
    if (again !== undefined && info.agent.id !== again.info.agent.id) {
      await endSession(fetch, { serverUrl, token, ...proven });
      return refuse('AUTH_OTHER_ACCOUNT');
    }
    const clientId = again?.clientId ?? clientIdFor(window.localStorage, serverUrl, info.agent.id);
    const session: StoredSession = { serverUrl, token, clientId, info, ...proven };
    const { kept } = await bridge.request('desk:session-save', session);
    changeSettings({ serverUrl, lastLogin: info.agent.login });
    onSignedIn(session, kept);
  };

  const submit = async (): Promise<void> => {
    const serverUrl = start('password');
    if (serverUrl === null) return;
    try {
      const key = await newDeviceKey(crypto.subtle);
      const credentials = { login: login.trim(), password, device, key: publicHalf(key) };
      await begin(serverUrl, key, await signIn(fetch, serverUrl, credentials));
    } catch (thrown) {
      refuse(bridgeErrorCode(thrown, 'SERVER_FAILED'));
    }
  };

  const submitByBrowser = async (): Promise<void> => {
    const serverUrl = start('browser');
    if (serverUrl === null) return;
    try {
      const back = await bridge.request('desk:browser-sign-in', serverUrl);
      if (back === null) return setBusy(null);
      const key = await newDeviceKey(crypto.subtle);
      await begin(serverUrl, key, await signInBack(fetch, serverUrl, { ...back, device, key: publicHalf(key) }));
    } catch (thrown) {
      refuse(bridgeErrorCode(thrown, 'SERVER_FAILED'));
    }
  };

  return (
    <form
      className={styles.form}
      aria-label={text('signIn.title')}
      aria-busy={busy !== null}
      onSubmit={(event) => {
        event.preventDefault();
        if (busy === null) void (takesPassword ? submit() : submitByBrowser());
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
            onBlur={() => setAsked(readServerAddress(server))}
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
      {takesPassword ? (
        <>
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
          <PasswordField
            label={text('signIn.password')}
            show={text('signIn.showPassword')}
            className={styles.field}
            autoComplete="current-password"
            autoFocus={known !== null && login !== ''}
            value={password}
            maxLength={mostPasswordUnits}
            required
            onType={setPassword}
          />
        </>
      ) : null}
      <div aria-live="assertive" className={styles.errorPlace}>
        {error === null ? null : (
          <p key={attempt} className={styles.error} role="alert">
            <CircleAlert size={15} aria-hidden="true" />
            <span>
              {error === 'AUTH_PROVIDER_UNREACHABLE' && !takesPassword
                ? text('signIn.providerAway')
                : errorText(error, text)}
            </span>
          </p>
        )}
      </div>
      {takesPassword ? (
        <Button kind="accent" size="large" submit disabled={busy !== null} className={styles.submit ?? ''}>
          {busy === 'password' ? text('signIn.busy') : text('signIn.submit')}
        </Button>
      ) : null}
      {provider === null ? null : (
        <ProviderSignIn
          name={provider.name}
          only={!takesPassword}
          waiting={busy === 'browser'}
          disabled={busy === 'password'}
          onStart={() => void submitByBrowser()}
          onStop={() => void bridge.request('desk:browser-sign-in-stop', null).catch(() => undefined)}
        />
      )}
      {children}
    </form>
  );
}

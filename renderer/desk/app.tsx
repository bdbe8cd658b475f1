import { I18nProvider } from '@lingui/react';
import type { I18n } from '@lingui/core';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import type { Result } from '../../domain/result.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { DeskBridge, DeskStart } from '../bridges/desk-bridge.ts';
import type { Settings } from '../bridges/settings.ts';
import type { Store } from '../store/contract.ts';
import { createActionHub } from './actions/action-hub.ts';
import { bindKeys } from './actions/bind-keys.ts';
import { keyMapOf } from './actions/key-map.ts';
import { ActionContext } from './actions/use-action.ts';
import { KeysContext } from './actions/use-keys.ts';
import { createCallLog } from './call-log/call-log.ts';
import { CallLogContext } from './call-log/call-log-context.ts';
import { expectStart, type DeskSession, type ExpectedStart } from './data/expected-data.ts';
import { DeskContext, ServicesContext, deskOf, type Services } from './data/services.ts';
import { applyLooks } from './design/apply-looks.ts';
import { DeskScreen } from './desk.tsx';
import { Announcer } from './notices/announcer.tsx';
import { NoticeStack } from './notices/notice-stack.tsx';
import { createNotices } from './notices/notices.ts';
import { NoticesContext } from './notices/use-notices.ts';
import type { PhoneClient } from './phone/phone-client.ts';
import { NewTickets } from './ticket/new-tickets.ts';
import { NewTicketsContext } from './ticket/new-tickets-context.ts';
import { activateLanguage } from './words/catalogs.ts';
import { languageFor } from './words/language.ts';
import { StoreTrouble } from './data/store-trouble.tsx';

const SignInScreen = lazy(() => import('./session/sign-in-screen.tsx'));

const now = (): number => Date.now();
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

export type AppProps = {
  readonly bridge: DeskBridge;
  readonly phone: PhoneClient;
  readonly i18n: I18n;
  readonly start: ExpectedStart;
  /** The shell's own answer, which takes the place of `start`. */
  readonly started: Promise<DeskStart>;
  /**
   * Opens an agent's data on this machine; the store syncs by itself from then on. The store can be asked at once: it
   * answers as soon as it is open.
   */
  readonly openStore: (session: DeskSession) => { readonly store: Store; readonly opened: Promise<Result<null>> };
};

export function App({ bridge, phone, i18n, start: first, started, openStore }: AppProps) {
  const [hub] = useState(createActionHub);
  const [notices] = useState(createNotices);
  const [start, setStart] = useState(first);
  const [settings, setSettings] = useState<Settings>(first.settings);
  const [session, setSession] = useState<DeskSession | null>(first.session);
  /** The session will be there at the next start. */
  const [kept, setKept] = useState(isKept(first));

  useEffect(() => {
    started.then(
      (answer) => {
        if (answer === first) return;
        setStart(answer);
        setSettings(answer.settings);
        setSession(answer.session);
        setKept(isKept(answer));
      },
      (error: unknown) =>
        setStart(() => {
          throw error;
        }),
    );
  }, [first, started]);
  useEffect(() => {
    // Not what was expected itself: the shell has to have said it.
    if (session === null || session.token !== null) expectStart({ ...start, settings, session: kept ? session : null });
  }, [start, settings, session, kept]);

  const keys = useMemo(() => keyMapOf(settings.shortcuts), [settings.shortcuts]);
  useEffect(() => bindKeys(window, hub, keys), [hub, keys]);
  useEffect(() => bridge.on('desk:settings-changed', setSettings), [bridge]);
  useEffect(() => applyLooks(document, window, settings), [settings]);
  useEffect(() => {
    activateLanguage(i18n, languageFor(settings.language, start.systemLanguage));
  }, [i18n, settings.language, start.systemLanguage]);

  const changeSettings = useCallback<Services['changeSettings']>(
    (change) => {
      // Shown at once; what the shell could keep comes back.
      setSettings((before) => ({ ...before, ...change }));
      void bridge.request('desk:settings', change).then(setSettings, () => undefined);
    },
    [bridge],
  );
  const services = useMemo<Services>(
    () => ({ bridge, phone, start, settings, changeSettings }),
    [bridge, phone, start, settings, changeSettings],
  );
  const isSignedIn = useCallback(
    (next: DeskSession | null, isKeptNow: boolean) => {
      setSession(next);
      setKept(isKeptNow);
      if (!isKeptNow) notices.add('info', { code: 'SHELL_SECRETS_NOT_KEPT' });
    },
    [notices],
  );

  return (
    <I18nProvider i18n={i18n}>
      <ServicesContext value={services}>
        <ActionContext value={hub}>
          <KeysContext value={keys}>
            <NoticesContext value={notices}>
              <Announcer>
                {session === null ? (
                  <Suspense fallback={null}>
                    <SignInScreen onSignedIn={isSignedIn} />
                  </Suspense>
                ) : (
                  <SignedIn
                    key={session.info.agent.id}
                    bridge={bridge}
                    phone={phone}
                    session={session}
                    openStore={openStore}
                    onSession={isSignedIn}
                  />
                )}
                <NoticeStack />
              </Announcer>
            </NoticesContext>
          </KeysContext>
        </ActionContext>
      </ServicesContext>
    </I18nProvider>
  );
}

function isKept({ notices }: ExpectedStart): boolean {
  return !notices.includes('SHELL_SECRETS_NOT_KEPT');
}

type SignedInProps = Pick<AppProps, 'bridge' | 'phone' | 'openStore'> & {
  readonly session: DeskSession;
  readonly onSession: (session: DeskSession | null, isKeptNow: boolean) => void;
};

/** The desk with its data. It is on screen before the data is open. */
function SignedIn({ bridge, phone, session, openStore, onSession }: SignedInProps) {
  // Opened with the first drawing: nothing of the data is waited for, and nothing waits for a drawing.
  const [opening, setOpening] = useState(() => openStore(session));
  const [trouble, setTrouble] = useState<ErrorCode | null>(null);
  const { store, opened } = opening;
  const desk = useMemo(() => deskOf(session, store), [session, store]);
  const { teamId, country } = desk;

  useEffect(() => {
    let current = true;
    void opened.then((result) => {
      if (current) setTrouble(result.ok ? null : result.code);
    });
    return () => {
      current = false;
    };
  }, [opened]);

  const log = useMemo(
    () =>
      teamId === null
        ? null
        : createCallLog({
            phone,
            store,
            teamId,
            country,
            now,
            wait,
            report: (code, detail) => {
              void bridge.request('desk:log', { level: 'error', event: code, detail }).catch(() => undefined);
            },
          }),
    [bridge, phone, store, teamId, country],
  );
  useEffect(() => log?.start(), [log]);
  const tickets = useMemo(() => new NewTickets(store, log), [store, log]);

  return (
    <DeskContext value={desk}>
      <CallLogContext value={log}>
        <NewTicketsContext value={tickets}>
          <DeskScreen
            onRenewed={(renewed, kept) => {
              onSession(renewed, kept);
              void store.request('renew', renewed);
            }}
            onSignedOut={() => onSession(null, true)}
          />
        </NewTicketsContext>
        {trouble === null ? null : (
          <StoreTrouble
            code={trouble}
            onRetry={() => {
              setTrouble(null);
              setOpening(openStore(session));
            }}
            onRenew={() => void bridge.request('desk:drop-databases', null).catch(() => undefined)}
          />
        )}
      </CallLogContext>
    </DeskContext>
  );
}

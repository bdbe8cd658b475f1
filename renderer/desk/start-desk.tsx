import { createRoot } from 'react-dom/client';
import type { DeskBridge, DeskStart } from '../bridges/desk-bridge.ts';
import { phonePortMark } from '../bridges/phone-port.ts';
import { App, type AppProps } from './app.tsx';
import type { ExpectedStart } from './data/expected-data.ts';
import { CrashScreen } from './crash-screen.tsx';
import { applyLooks } from './design/apply-looks.ts';
import { createPhoneClient } from './phone/phone-client.ts';
import { activateLanguage, createLanguage } from './words/catalogs.ts';
import { languageFor, localeOf } from './words/language.ts';
import { formatClock } from './words/time.ts';

export type DeskParts = Pick<AppProps, 'openStore'> & {
  readonly bridge: DeskBridge;
  /** What the desk is drawn with before `started` resolves; null when that has to be waited for. */
  readonly expected: ExpectedStart | null;
  /** The shell's answer to `desk:start`, asked for already, or to be asked for once the desk is drawn. */
  readonly started: Promise<DeskStart>;
  /** Resolves when the first drawing can be made with its data. */
  readonly firstScreen: Promise<void>;
  readonly root: HTMLElement;
};

/** Starts the desk. The phone's port may come at any moment from now on: it is listened for before anything is awaited. */
export async function startDesk({ bridge, expected, started, firstScreen, root, openStore }: DeskParts): Promise<void> {
  const report = (event: string, detail: string): void => {
    void bridge.request('desk:log', { level: 'error', event, detail: detail.slice(0, 2000) }).catch(() => undefined);
  };
  const phone = createPhoneClient((detail) => report('phone-message-malformed', detail));
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports;
    if (event.source !== window || event.data !== phonePortMark || port === undefined) return;
    // The port keeps what comes until it is attached; what reads it is not needed for the first screen.
    void import('../voice/contract/messages.ts').then(({ PhoneToDesk }) => phone.attach(port, PhoneToDesk));
  });
  bridge.on('desk:phone-process', (process) => phone.processChanged(process));
  window.addEventListener('error', (event) =>
    report('desk-error', `${event.message} ${event.filename}:${event.lineno}`),
  );
  window.addEventListener('unhandledrejection', (event) => report('desk-rejection', String(event.reason)));

  const start = expected ?? (await started);
  const language = languageFor(start.settings.language, start.systemLanguage);
  document.documentElement.lang = language;
  applyLooks(document, window, start.settings)();
  const i18n = createLanguage();
  activateLanguage(i18n, language);
  i18n.on('change', () => {
    document.documentElement.lang = i18n.locale;
  });
  // The first formatter takes long to make; the data that it will format is still on its way.
  formatClock(Date.now(), localeOf(language));
  // Drawn once, with its data: drawing the empty desk first would take the time twice.
  await firstScreen;
  createRoot(root).render(
    <CrashScreen onError={(error) => report('desk-drawing-failed', String(error))}>
      <App bridge={bridge} phone={phone} i18n={i18n} start={start} started={started} openStore={openStore} />
    </CrashScreen>,
  );
}

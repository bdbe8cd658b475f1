import { app } from 'electron';
import type { ErrorCode } from '../../domain/errors.ts';
import type { DiagnosticsReport } from '../../renderer/bridges/diagnostics.ts';
import type { DeskRequests, DeskStart } from '../../renderer/bridges/desk-bridge.ts';
import type { Settings } from '../../renderer/bridges/settings.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { HeadsetAccess } from '../headsets/headset-access.ts';
import type { GlobalKeys } from '../keys/global-keys.ts';
import type { Log } from '../log/log.ts';
import type { RingSignals } from '../ring/ring-signals.ts';
import type { OutboxJournal } from '../outbox/outbox-journal.ts';
import type { BrowserSignIn } from '../session/browser-sign-in.ts';
import type { OpenedSession } from '../session/session-file.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { StartOptions } from '../start/options.ts';
import type { Updates } from '../update/updates.ts';
import type { Windows } from '../windows/windows.ts';
import { systemLanguage } from '../start/system-language.ts';
import type { Handlers } from './endpoint.ts';

export type DeskHandlersOptions = {
  readonly log: Log;
  readonly start: StartOptions;
  readonly notices: readonly ErrorCode[];
  readonly settings: SettingsFile;
  readonly session: OpenedSession;
  readonly browserSignIn: { run: BrowserSignIn['run']; stop: () => Promise<void> };
  readonly windows: Windows;
  readonly headsets: Pick<HeadsetAccess, 'connect' | 'forget'>;
  readonly keys: Pick<GlobalKeys, 'refused'>;
  readonly ring: Pick<RingSignals, 'name'>;
  readonly outbox: Pick<OutboxJournal, 'answer'>;
  /** Electron before 45 answers at once. */
  readonly clipboard: { readText(): string | Promise<string> };
  readonly saveDiagnostics: (report: DiagnosticsReport) => Promise<boolean>;
  readonly updates: Pick<Updates, 'state' | 'use' | 'install' | 'usable'> | null;
  readonly incidents: Pick<Incidents, 'all' | 'tell' | 'happened'>;
  /** The desk's databases are deleted when it resolves. */
  readonly dropDatabases: () => Promise<void>;
  readonly onSettings: (settings: Settings) => void;
  /** Somebody signed in or out. */
  readonly onSession: () => void;
};

export function deskHandlers(options: DeskHandlersOptions): Handlers<DeskRequests> {
  const { log, start, settings, session, windows } = options;
  return {
    'desk:start': (): DeskStart => ({
      settings: settings.current(),
      systemLanguage: systemLanguage(),
      platform: process.platform as DeskStart['platform'],
      appVersion: app.getVersion(),
      session: session.current(),
      practice: start.practice,
      practiceSignIn: start.practiceSignIn,
      notices: [...options.notices, ...(session.isKept() ? [] : (['SHELL_SECRETS_NOT_KEPT'] as const))],
    }),
    'desk:usable': () => {
      windows.deskUsable();
      options.updates?.usable();
      return null;
    },
    'desk:settings': async (change) => {
      const now = await settings.change(change);
      options.onSettings(now);
      return now;
    },
    'desk:session-save': async (given) => {
      const kept = await session.save(given);
      options.onSession();
      return { kept };
    },
    'desk:browser-sign-in': async (serverUrl) => await options.browserSignIn.run(serverUrl),
    'desk:browser-sign-in-stop': async () => {
      await options.browserSignIn.stop();
      return null;
    },
    'desk:session-clear': async () => {
      await session.clear();
      options.onSession();
      return null;
    },
    'desk:log': ({ level, event, detail }) => {
      log[level](event, detail);
      return null;
    },
    'desk:caller': (caller) => {
      options.ring.name(caller);
      return null;
    },
    'desk:headsets': async (wish) => {
      if (wish === 'connect') return { found: await options.headsets.connect() };
      await options.headsets.forget();
      return { found: 0 };
    },
    'desk:refused-keys': () => [...options.keys.refused],
    // The whole of it may be a book; a number is in its first lines or it is not meant.
    'desk:clipboard': async () => (await options.clipboard.readText()).slice(0, 4000),
    'desk:diagnostics-save': async (report) => ({ saved: await options.saveDiagnostics(report) }),
    'desk:outbox-journal': (request) => options.outbox.answer(request),
    'desk:in-hand': (inHand) => {
      options.updates?.use(inHand);
      return null;
    },
    'desk:update': () => options.updates?.state ?? null,
    'desk:update-install': async () => ({ begun: (await options.updates?.install()) ?? false }),
    'desk:incident': (incident) => {
      options.incidents.tell(incident);
      return null;
    },
    'desk:incidents': () => [...options.incidents.all],
    'desk:drop-databases': async () => {
      log.warn('databases-dropped');
      await options.dropDatabases();
      options.incidents.happened({ code: 'store-dropped' });
      windows.desk.webContents.reload();
      return null;
    },
    'desk:title': (title) => {
      windows.desk.setTitle(title);
      return null;
    },
  };
}

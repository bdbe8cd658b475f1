import { spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import {
  app,
  clipboard,
  globalShortcut,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  shell,
  session as sessions,
} from 'electron';
import type { ErrorCode } from '../domain/errors.ts';
import type { Line } from '../domain/wire/provisioning.ts';
import { deskRequests, type DeskEvents } from '../renderer/bridges/desk-bridge.ts';
import type { Settings } from '../renderer/bridges/settings.ts';
import { voiceRequests, type VoiceAccount } from '../renderer/bridges/voice-bridge.ts';
import { CarriedCalls } from './calls/carried-calls.ts';
import { ledgerFile } from './calls/ledger-file.ts';
import { HeadsetAccess, telephonyPage } from './headsets/headset-access.ts';
import { IncidentFile } from './incidents/incident-file.ts';
import type { Incidents } from './incidents/incidents.ts';
import { deskHandlers } from './ipc/desk-requests.ts';
import { endpoint, type Endpoint } from './ipc/endpoint.ts';
import { voiceHandlers } from './ipc/voice-requests.ts';
import { GlobalKeys } from './keys/global-keys.ts';
import type { DeferredLog } from './log/log.ts';
import { originOf, type Page } from './protocol/app-paths.ts';
import { certificateProblem } from './network/certificate.ts';
import { watchNetwork } from './network/network-watch.ts';
import { takesConnection } from './network/reachable.ts';
import { plainOriginsOf } from './protocol/content-security-policy.ts';
import { OutboxJournal } from './outbox/outbox-journal.ts';
import { KeepAwake } from './power/keep-awake.ts';
import { PhoneFirst } from './power/phone-first.ts';
import { phoneProcesses } from './power/phone-processes.ts';
import { watchSleep } from './power/watch-sleep.ts';
import { openRing } from './ring/open-ring.ts';
import { installationId } from './session/installation.ts';
import type { BrowserSignIn } from './session/browser-sign-in.ts';
import { RelayRenewal } from './session/relay-renewal.ts';
import { openSession } from './session/session-file.ts';
import { secretsOf } from './session/secrets.ts';
import { voiceAccountOf } from './session/voice-account.ts';
import { openSettings } from './settings/settings-file.ts';
import { programAgain } from './start/again.ts';
import type { DataFolder } from './start/data-folder.ts';
import type { StartOptions } from './start/options.ts';
import { systemLanguage } from './start/system-language.ts';
import type { PhoneActivity } from './supervision/phone-activity.ts';
import { Watchdog } from './watchdog/watchdog.ts';
import { nativeWords } from './windows/native-words.ts';
import type { Windows } from './windows/windows.ts';

export type ShellOptions = {
  readonly data: DataFolder;
  readonly start: StartOptions;
  readonly log: DeferredLog;
  readonly windows: Windows;
  readonly incidents: Incidents;
  readonly phone: PhoneActivity;
  /** Content of settings.json, null when there is none. */
  readonly settingsText: string | null;
};

export type Shell = {
  readonly endpoints: Readonly<Record<Page, Endpoint>>;
  /** Origins besides https: and wss: that a page may talk to. */
  readonly connectOf: (page: Page) => readonly string[];
  /** What must never be in the log, right now. */
  readonly secrets: () => readonly string[];
};

/** Shows nothing and chooses nothing: it makes Chromium look for headsets and ask us (headset-access.ts). */
const askForHeadsets = `navigator.hid?.requestDevice({ filters: [{ usagePage: ${telephonyPage} }] }).then(() => null)`;

/**
 * Everything of the shell that is not needed to get the windows on screen; main.ts loads it while the pages start.
 */
export async function openShell(options: ShellOptions): Promise<Shell> {
  const { data, start, log, windows, incidents, phone, settingsText } = options;
  const shellLog = log.for('shell');
  const [settings, installation, session, incidentFile] = await Promise.all([
    openSettings(join(data.path, 'settings.json'), settingsText, start.settings),
    installationId(join(data.path, 'installation.json')),
    openSession({
      file: join(data.path, 'session.json'),
      secrets: secretsOf(safeStorage, process.platform),
      onProblem: (event, detail) => shellLog.error(event, detail),
    }),
    IncidentFile.open({ file: join(data.path, 'incidents.jsonl'), log: shellLog }),
  ]);
  const notices: ErrorCode[] = [
    ...(data.readOnly === undefined ? [] : (['SHELL_DATA_FOLDER_READ_ONLY'] as const)),
    ...(settings.malformed ? (['SHELL_SETTINGS_MALFORMED'] as const) : []),
  ];
  for (const notice of notices) shellLog.warn(notice);

  const account = (): VoiceAccount => voiceAccountOf(session.current(), start, installation);
  const connectOf = (page: Page): readonly string[] => {
    if (page === 'desk')
      return plainOriginsOf([settings.current().serverUrl ?? '', session.current()?.serverUrl ?? '']);
    const now = account();
    return now.mode === 'line' ? plainOriginsOf(now.line.servers) : [];
  };
  const tellDesk = <E extends keyof DeskEvents>(event: E, value: unknown): void => windows.send('desk', event, value);
  const last = incidentFile.incidents.at(-1);
  incidents.open(incidentFile, (incident) => tellDesk('desk:incident', incident));
  incidents.happened({
    code: 'app-started',
    version: app.getVersion(),
    after: last === undefined || last.code === 'app-quit' ? 'quit' : 'death',
  });

  const address = start.updateUrl ?? settings.current().updateUrl;
  // Most desks have none, and the start does not wait for what they do not need.
  const updates =
    address === null
      ? null
      : await (
          await import('./update/open-updates.ts')
        ).openUpdates({
          dataFolder: data.path,
          address,
          version: app.getVersion(),
          program: process.env['APPIMAGE'],
          argv: process.argv,
          fetch: (url, request) => net.fetch(url, request),
          hasCall: () => phone.hasCall,
          idleSeconds: () => powerMonitor.getSystemIdleTime(),
          quit: () => app.quit(),
          onState: (state) => tellDesk('desk:update', state),
          incidents,
          log: shellLog,
        });
  app.once('will-quit', () => updates?.stop());

  const headsets = new HeadsetAccess({
    session: sessions.defaultSession,
    known: () => settings.current().headsets,
    remember: async (known) => tellDesk('desk:settings-changed', await settings.change({ headsets: known })),
    ask: () => windows.asGestureInPhone(askForHeadsets),
    onChange: () => windows.send('voice', 'voice:headsets-changed', null),
    log: shellLog,
  });

  const relays = new RelayRenewal({
    session,
    fetch: (url, options) => net.fetch(url, options),
    now: () => Date.now(),
    onRenewed: () => windows.giveAccount(account(), connectOf('voice')),
    log: shellLog,
  });
  relays.follow();
  const unwatchSleep = watchSleep({
    power: powerMonitor,
    now: () => Date.now(),
    onSleep: () => incidents.happened({ code: 'system-slept' }),
    onWake: (ms) => {
      windows.send('voice', 'voice:resumed', null);
      incidents.happened({ code: 'system-woke', ms });
      relays.follow();
    },
  });
  app.once('will-quit', unwatchSleep);
  const awake = new KeepAwake(powerSaveBlocker);
  const first = new PhoneFirst(() => phoneProcesses(windows));
  app.once('will-quit', () => relays.stop());
  const unwatch = watchNetwork(
    () => networkInterfaces(),
    (addressGone) => windows.send('voice', 'voice:network-changed', { addressGone }),
  );
  app.once('will-quit', unwatch);

  // Loaded by who needs it: most starts do not.
  let opening: Promise<BrowserSignIn> | undefined;
  const openBrowserSignIn = async (): Promise<BrowserSignIn> => {
    const module = await import('./session/browser-sign-in.ts');
    return new module.BrowserSignIn({
      fetch: (url, request) => net.fetch(url, request),
      openExternal: async (url) => await shell.openExternal(url),
      onBack: () => windows.toFront(),
    });
  };
  const browserSignIn = {
    run: async (serverUrl: string) => await (await (opening ??= openBrowserSignIn())).run(serverUrl),
    stop: async () => (await opening)?.stop(),
  };

  const ring = openRing(windows, () => {
    const { language } = settings.current();
    return nativeWords(language === 'system' ? systemLanguage() : language);
  });
  const keys = new GlobalKeys(globalShortcut, (action) => tellDesk('desk:global-key', action), shellLog);
  app.once('will-quit', () => keys.use({}));
  const watchdog = new Watchdog({
    again: programAgain({
      execPath: process.execPath,
      argv: process.argv,
      env: process.env,
      source: app.isPackaged ? null : app.getAppPath(),
    }),
    deaths: join(data.path, 'deaths'),
    spawn,
    log: shellLog,
  });
  app.once('will-quit', () => watchdog.use(false));
  const useSettings = (now: Settings): void => {
    nativeTheme.themeSource = now.theme;
    keys.use(now.globalKeys);
    // Windows has no shell that could be the guardian.
    watchdog.use(now.startAgain && process.platform !== 'win32');
  };
  useSettings(settings.current());

  const secrets = (): readonly string[] => {
    const now = session.current();
    if (now === null) return [];
    return [now.token, ...(now.key === undefined ? [] : [now.key.d]), ...lineSecrets(now.info.line)];
  };

  return {
    connectOf,
    secrets,
    endpoints: {
      desk: endpoint(
        deskRequests,
        deskHandlers({
          log: log.for('desk'),
          start,
          notices,
          settings,
          session,
          browserSignIn,
          windows,
          headsets,
          keys,
          ring,
          outbox: new OutboxJournal({ folder: join(data.path, 'outbox'), log: shellLog }),
          clipboard,
          saveDiagnostics: async (report) => {
            // Nobody needs it at the start.
            const { saveArchive } = await import('./diagnostics/save-archive.ts');
            return await saveArchive(
              {
                window: windows.desk,
                logFolder: join(data.path, 'logs'),
                settings: settings.current,
                incidents: incidents.all,
                secrets,
              },
              report,
            );
          },
          incidents,
          updates,
          dropDatabases: () =>
            sessions.defaultSession.clearStorageData({ origin: originOf('desk'), storages: ['indexdb'] }),
          onSettings: (now) => {
            useSettings(now);
            tellDesk('desk:settings-changed', now);
          },
          onSession: () => {
            windows.giveAccount(account(), connectOf('voice'));
            relays.follow();
          },
        }),
      ),
      voice: endpoint(
        voiceRequests,
        voiceHandlers({
          log: log.for('voice'),
          account,
          onStatus: (status) => {
            phone.use(status);
            awake.use(phone.hasCall);
            first.raise();
            updates?.changed();
            ring.use(status);
          },
          incidents,
          ledger: ledgerFile(join(data.path, 'calls.json')),
          carried: new CarriedCalls({
            session,
            installation,
            fetch: (url, request) => net.fetch(url, request),
            steady: () => performance.now(),
            now: () => Date.now(),
            log: shellLog,
          }),
          keepStorage: () => sessions.defaultSession.flushStorageData(),
          certificateProblem: (url) => certificateProblem(sessions.defaultSession, url),
          takesConnection,
          forgetAddresses: () => sessions.defaultSession.clearHostResolverCache(),
        }),
      ),
    },
  };
}

function lineSecrets(line: Line | null): readonly string[] {
  if (line === null) return [];
  return [
    line.password,
    ...line.iceServers.flatMap(({ credential }) => (credential === undefined ? [] : [credential])),
  ];
}

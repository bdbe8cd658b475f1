import { join } from 'node:path';
import { app, dialog, Menu, nativeImage, nativeTheme, screen, session } from 'electron';
import { Incidents } from './incidents/incidents.ts';
import { serveRequests } from './ipc/typed-ipc.ts';
import { dialLinkIn, dialledBy } from './links/dial-link.ts';
import { DeferredLog } from './log/log.ts';
import { registerAppScheme, serveApp } from './protocol/app-protocol.ts';
import { plainOriginsOf } from './protocol/content-security-policy.ts';
import { refuseWebviews } from './security/navigation.ts';
import { guardPermissions } from './security/permissions.ts';
import type { Shell } from './shell.ts';
import { chooseDataFolder, removeTemporary } from './start/data-folder.ts';
import { readIfThere, serverUrlIn, themeIn } from './start/early-files.ts';
import { startOptions } from './start/options.ts';
import { createDeskWindow } from './windows/desk-window.ts';
import { keepWindowState } from './windows/keep-window-state.ts';
import { setMenu } from './windows/menu.ts';
import { PhoneActivity } from './supervision/phone-activity.ts';
import { systemLanguage } from './start/system-language.ts';
import { nativeWords } from './windows/native-words.ts';
import { createVoiceWindow } from './windows/voice-window.ts';
import { parseWindowState } from './windows/window-state.ts';
import { Windows } from './windows/windows.ts';

// Only what has to be there before Electron is ready, or to get the windows on screen, is loaded here; the rest of the
// shell (shell.ts: schemas, files, log) loads with the first request, which the desk makes once it is drawn, if it can: its process
// asks this thread for its preload script and waits, and loading the shell, which asks the keyring, holds it for over a hundred ms.
// Node loads what is behind this class on its first use, which would be the desk's document.
Reflect.get(globalThis, 'Request');

const built = join(import.meta.dirname, '..');
const start = startOptions(process.argv, process.env);
const log = new DeferredLog();
const shellLog = log.for('shell');
const incidents = new Incidents();
const phone = new PhoneActivity();

process.on('uncaughtException', (error) => report('uncaught-exception', error));
process.on('unhandledRejection', (reason) => report('unhandled-rejection', reason));

shellLog.info(
  'started',
  `Casque ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`,
);

registerAppScheme();
refuseWebviews(app);
// As root with --no-sandbox this call would start the process again for ever; each window states its sandbox anyway.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// The practice line's two phones find each other on a machine without any network. A real line must not offer this address.
if (start.practice) app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
// Electron's own menu is never built, which saves time; ours comes once the windows are there.
Menu.setApplicationMenu(null);

const wanted = app.commandLine.getSwitchValue('user-data-dir') || app.getPath('userData');
const data = chooseDataFolder(wanted, app.getPath('temp'));
app.setPath('userData', data.path);

if (app.requestSingleInstanceLock({ dial: start.dial ?? null })) void run().catch((error: unknown) => fail(error));
else app.exit(0);

async function run(): Promise<void> {
  // A folder that cannot be written may still be read.
  const files = data.readOnly ?? data.path;
  const [settingsText, windowText] = [
    readIfThere(join(files, 'settings.json')),
    readIfThere(join(files, 'window-state.json')),
  ];
  const links = earlyLinks();
  await app.whenReady();

  let opening: Promise<Shell> | undefined;
  let opened: Shell | undefined;
  const shell = (): Promise<Shell> =>
    (opening ??= import('./shell.ts').then(
      async ({ openShell }) =>
        (opened = await openShell({ data, start, log, windows, incidents, phone, settingsText })),
    ));
  serveRequests(async () => (await shell()).endpoints, shellLog);
  guardPermissions(session.defaultSession, (permission, origin) =>
    shellLog.warn('permission-refused', `${permission} for ${origin}`),
  );
  // The desk's document does not wait for the shell: what its policy needs is in the settings.
  const early = plainOriginsOf([start.settings.serverUrl ?? serverUrlIn(settingsText)]);
  serveApp(session.defaultSession, {
    root: join(built, 'renderer'),
    developmentServer: app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'],
    connectOf: async (page) => (page === 'desk' && opened === undefined ? early : (await shell()).connectOf(page)),
    onDocument: (page, connect) => windows.served(page, connect),
    onRefused: (address) => shellLog.warn('file-refused', address.slice(0, 200)),
  });

  nativeTheme.themeSource = themeIn(settingsText);
  const desk = createDeskWindow({
    state: parseWindowState(
      windowText,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    preload: join(built, 'preload', 'desk.cjs'),
    dark: nativeTheme.shouldUseDarkColors,
  });
  // From the first moment: whoever moves the window at once, or closes it again, means it too.
  keepWindowState(desk, join(data.path, 'window-state.json'), (error) => report('window-state-not-kept', error));
  const windows = new Windows({
    desk,
    createVoice: () => createVoiceWindow(join(built, 'preload', 'voice.cjs')),
    log: shellLog,
    incidents,
    phone,
  });
  listen(windows, links);
  await windows.startDesk();
  const { secrets } = await shell();
  if (desk.isDestroyed()) return;

  windows.startVoice();
  // Elsewhere the window's icon is the program's.
  if (process.platform === 'linux') desk.setIcon(nativeImage.createFromPath(join(built, 'main', 'casque.png')));
  const words = nativeWords(systemLanguage());
  setMenu(process.platform, words);
  if (data.readOnly !== undefined) process.stderr.write(`${words.dataFolderReadOnly(data.readOnly)}\n`);
  const { logFile } = await import('./log/log-file.ts');
  log.open(logFile({ folder: join(data.path, 'logs'), echo: !app.isPackaged, secrets }));
}

/** Links that the system hands over before anybody can take them. */
function earlyLinks(): string[] {
  const links = start.dial === undefined ? [] : [start.dial];
  // macOS has its own way; the listener that takes over later is another one.
  app.once('open-url', (_, url) => {
    const target = dialledBy(url);
    if (target !== undefined) links.push(target);
  });
  return links;
}

function listen(windows: Windows, links: readonly string[]): void {
  const dial = (target: string | undefined): void => {
    if (target !== undefined) windows.send('desk', 'desk:dial', target);
    windows.toFront();
  };
  for (const target of links) windows.sendWhenUp('desk:dial', target);
  app.on('second-instance', (_event, argv, _directory, more) => {
    const given = (more as { dial?: unknown } | null)?.dial;
    dial(typeof given === 'string' ? dialLinkIn([`sip:${given}`, `tel:${given}`]) : dialLinkIn(argv.slice(1)));
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    dial(dialledBy(url));
  });
  app.on('activate', () => windows.toFront());
  app.on('child-process-gone', (_, { type, reason, exitCode }) =>
    shellLog.warn('child-process-gone', `${type}, ${reason}, exit code ${exitCode}`),
  );
  app.on('before-quit', () => windows.stop());
  // The phone's window alone must not keep the app running.
  windows.desk.once('closed', () => app.quit());
  app.once('quit', () => {
    incidents.quit();
    removeTemporary(data);
  });
}

/** For what nobody caught: kept in the log, told on the standard error output, and the call goes on. */
function report(event: string, error: unknown): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  shellLog.error(event, detail);
  process.stderr.write(`casque: ${event}: ${detail}\n`);
}

function fail(error: unknown): void {
  report('start-failed', error);
  const detail = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox('Casque', `${nativeWords(systemLanguage()).startFailed}\n\n${detail}`);
  app.exit(1);
}

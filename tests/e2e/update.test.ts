/**
 * A newer version, from a real feed: it waits for the agent's work, is installed at a quiet moment, and one that does not start is
 * replaced by the former one. The AppImages are scripts that start the program as built.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { DeskBridge } from '../../renderer/bridges/desk-bridge.ts';
import { electronDist } from '../../scripts/setup/electron-runtime.mjs';
import { ROOT } from '../../scripts/setup/paths.mjs';
import { sandboxSwitches } from '../../scripts/setup/sandbox.mjs';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import {
  answer,
  demoAccounts,
  hangUp,
  incomingCard,
  noteField,
  signIn,
  statusLine,
  syncedOnce,
  timeline,
} from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { labFolder, type LabFolder } from '../lab/folder.ts';
import { kept } from '../lab/keep.ts';
import { Keyring } from '../lab/keyring.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';
import { waitFor } from '../lab/wait.ts';

declare const window: { readonly casque: DeskBridge };

const name = 'Annick Roussel';

const { keep, stop } = kept();
let display: Display;
let sound: Sound;
let keyring: Keyring;
let server: CasqueServer;
let folder: LabFolder;
let feed: Server;
const files = new Map<string, string>();

test.beforeAll(async () => {
  display = keep(await Display.start({ width: 1280, height: 720 }));
  sound = keep(await Sound.start());
  keyring = keep(await Keyring.start());
  server = keep(await CasqueServer.start());
  feed = createServer((request, response) => {
    const content = files.get(request.url ?? '');
    response.writeHead(content === undefined ? 404 : 200).end(content);
  });
  feed.listen(0, '127.0.0.1');
  await once(feed, 'listening');
});

test.beforeEach(() => {
  folder = labFolder('update');
});

test.afterEach(() => {
  endWhatRuns();
  folder.remove();
});

test.afterAll(async () => {
  feed.close();
  await stop();
});

const program = (): string => join(folder.path, 'casque.AppImage');
const profile = (): string => join(folder.path, 'profile');

/** Processes of the program on this test's profile: the guardian starts them, so that they are nobody's children. */
function whatRuns(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && commandOf(pid).includes(`--user-data-dir=${profile()}`));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function endWhatRuns(): void {
  for (const pid of whatRuns()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** The built program under another version number. */
function versionOf(version: string): string {
  const path = join(folder.path, version);
  mkdirSync(path);
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
  writeFileSync(join(path, 'package.json'), JSON.stringify({ ...manifest, version }));
  symlinkSync(join(ROOT, 'out'), join(path, 'out'));
  return path;
}

/** What an AppImage does: says where it is, and starts the program in it. */
function appImage(version: string): string {
  const { executable } = electronDist();
  const switches = [`--user-data-dir=${profile()}`, '--lang=fr', ...keyring.switches, ...sandboxSwitches(executable)];
  const line = [executable, ...switches, versionOf(version), '--practice'].map((word) => `'${word}'`).join(' ');
  return `#!/bin/sh\nAPPIMAGE="$0" exec ${line} "$@"\n`;
}

function offer(version: string, content: string): void {
  const sha512 = createHash('sha512').update(content).digest('hex');
  const file = { name: `casque-${version}.AppImage`, sha512, size: Buffer.byteLength(content) };
  files.set(
    '/casque-update.json',
    JSON.stringify({ version, files: { [`${process.platform}-${process.arch}`]: file } }),
  );
  files.set(`/${file.name}`, content);
}

async function launch(title: string): Promise<CasqueApp> {
  writeFileSync(program(), appImage('0.1.0'), { mode: 0o755 });
  const app = await CasqueApp.launch({
    ...{ name: title, display, sound, keyring, serverUrl: server.url, userDataDir: profile(), args: ['--practice'] },
    env: {
      APPIMAGE: program(),
      CASQUE_UPDATE_URL: `http://127.0.0.1:${(feed.address() as AddressInfo).port}/`,
    },
  });
  keep(app);
  // Nobody is at this machine, as far as the system can tell.
  await app.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => 600;
  });
  return app;
}

/** The program has ended by itself, but for its process, which Node keeps while Playwright's debugger holds on to it. */
async function endOf(app: CasqueApp): Promise<void> {
  await waitFor('the program to end', () => app.log().includes('Waiting for the debugger to disconnect'), {
    timeoutMs: 150_000,
  });
  // Not `app.kill`: what follows on it holds Playwright's pipes.
  process.kill(-app.processId, 'SIGKILL');
}

function incidents(): string {
  const file = join(profile(), 'incidents.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

async function settings(desk: Page, change: { theme?: 'light' | 'dark'; language?: 'fr' | 'en' }): Promise<void> {
  await desk.evaluate((given) => window.casque.request('desk:settings', given), change);
}

test('a newer version waits for my call, my text and my sending, and is there at the next quiet moment', async () => {
  offer('0.2.0', appImage('0.2.0'));
  const app = await launch('update');
  const desk = await app.desk();
  const ended = endOf(app);
  await signIn(desk, demoAccounts.lea);
  await syncedOnce(desk);
  await desk.keyboard.press('Control+Shift+E');
  await incomingCard(desk).getByText(name).waitFor();
  await answer(desk, name);
  await desk.keyboard.press('n');
  await desk.keyboard.type('Box qui redémarre');
  await desk.keyboard.press('Enter');
  await expect(noteField(desk)).toBeFocused();
  await desk.keyboard.type('Voyant rouge');
  await expect(statusLine(desk)).toContainText('Version 0.2.0 prête, attend la fin de l’appel', { timeout: 60_000 });
  for (const theme of ['light', 'dark'] as const) {
    await settings(desk, { theme });
    await expect(desk.locator('html')).toHaveAttribute('data-theme', theme);
    await holds(desk, `an update waits, ${theme}`);
    await app.screenshot(`update-waits-${theme}`);
  }
  await settings(desk, { theme: 'light', language: 'en' });
  await expect(desk.getByRole('contentinfo', { name: 'Status' })).toContainText(
    'Version 0.2.0 ready, waits for the end of the call',
  );
  await app.screenshot('update-waits-en');
  await settings(desk, { language: 'fr' });
  await hangUp(desk, name);
  await expect(statusLine(desk)).toContainText(/attend (la fin de l’après-appel|qu’un texte en cours soit envoyé)/);
  // Not for its time, which is half a minute.
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('Shift+F');
  await expect(statusLine(desk)).toContainText('attend qu’un texte en cours soit envoyé', { timeout: 60_000 });
  await server.halt();
  await noteField(desk).focus();
  await desk.keyboard.press('Control+Enter');
  await expect(timeline(desk)).toContainText('Voyant rouge');
  await expect(statusLine(desk)).toContainText('attend que tout soit envoyé');
  await server.boot();

  await ended;
  await expect.poll(incidents, { timeout: 60_000 }).toContain('"version":"0.2.0","after":"quit"');
  expect(incidents()).toContain('"code":"update-installed","version":"0.2.0"');
  // It was usable: the former one is not needed any more.
  await waitFor('the former version to be removed', () => !existsSync(`${program()}.former`), { timeoutMs: 60_000 });
  expect(readFileSync(program(), 'utf8')).toContain('/0.2.0');
});

test('a newer version that does not start gives way to the one before, which says so and does not try it again', async () => {
  offer('0.3.0', '#!/bin/sh\nexit 1\n');
  const app = await launch('update-rolled-back');
  const desk = await app.desk();
  const ended = endOf(app);
  await signIn(desk, demoAccounts.karim);
  await ended;
  await expect.poll(incidents, { timeout: 60_000 }).toContain('"code":"update-rolled-back","version":"0.3.0"');
  expect(readFileSync(program(), 'utf8')).toContain('/0.1.0');
  await waitFor('the former version to run', () => whatRuns().length > 0);
});

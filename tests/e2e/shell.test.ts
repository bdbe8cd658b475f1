/** What the shell promises to keep running and to keep, in real Electron. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { DeskStart } from '../../renderer/bridges/desk-bridge.ts';
import { electronDist } from '../../scripts/setup/electron-runtime.mjs';
import { ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp, type AppOptions } from '../lab/app.ts';
import { Display } from '../lab/display.ts';
import { labFolder, type LabFolder } from '../lab/folder.ts';
import { Keyring } from '../lab/keyring.ts';
import { Program } from '../lab/program.ts';
import { session } from '../unit/electron/session-sample.ts';

let display: Display;
let folder: LabFolder;
let app: CasqueApp | undefined;

test.beforeAll(async () => {
  display = await Display.start();
});

test.beforeEach(() => {
  folder = labFolder('shell');
});

test.afterEach(async () => {
  await app?.stop();
  app = undefined;
  folder.remove();
});

test.afterAll(async () => {
  await display.stop();
});

function profile(): string {
  return join(folder.path, 'profile');
}

async function launch(options: Partial<AppOptions> = {}): Promise<CasqueApp> {
  const name = `shell ${test.info().title}`;
  app = await CasqueApp.launch({ name, display, userDataDir: profile(), ...options });
  return app;
}

/** `window.casque.request` in a page. */
function ask<T>(page: Page, channel: string, argument: unknown = null): Promise<T> {
  return page.evaluate(
    ([name, value]) =>
      (window as unknown as { casque: { request: (c: unknown, a: unknown) => Promise<T> } }).casque.request(
        name,
        value,
      ),
    [channel, argument],
  );
}

/** As `ask`, in a page whose process died and came back, which Playwright gives up on. */
function evaluateIn<T>(running: CasqueApp, page: 'desk' | 'voice', script: string): Promise<T> {
  return running.electron.evaluate(
    async ({ webContents }, { origin, code }) => {
      const contents = webContents.getAllWebContents().find((candidate) => candidate.getURL().startsWith(origin));
      return (await contents?.executeJavaScript(code)) as T;
    },
    { origin: `app://${page}/`, code: script },
  );
}

/** Both pages, once the shell has joined them by their first ports. */
async function pages(running: CasqueApp): Promise<readonly [desk: Page, voice: Page]> {
  const [desk, voice] = await Promise.all([running.desk(), running.voice()]);
  await expect
    .poll(() =>
      running.electron.evaluate(({ webContents }) => webContents.getAllWebContents().some((each) => each.isLoading())),
    )
    .toBe(false);
  // The ports were sent before these answers are.
  await Promise.all([ask(desk, 'desk:start'), ask(voice, 'voice:account')]);
  return [desk, voice];
}

/** Notes ports and events as they arrive in a page from now on. */
async function takeNotes(page: Page): Promise<void> {
  await page.evaluate(() => {
    const notes: string[] = [];
    Object.assign(globalThis, { notes });
    window.addEventListener('message', (event) => {
      if (event.data === 'casque:phone-port') notes.push(`port ${event.ports.length}`);
    });
    const { casque } = window as unknown as {
      casque: { on: (event: string, listener: (value: unknown) => void) => void };
    };
    for (const event of [
      'desk:phone-process',
      'desk:settings-changed',
      'desk:dial',
      'voice:account-changed',
      'voice:resumed',
      'voice:network-changed',
    ]) {
      casque.on(event, (value) => notes.push(`${event} ${JSON.stringify(value)}`));
    }
  });
}

function notesOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (globalThis as unknown as { notes: readonly string[] }).notes);
}

function logOf(path = profile()): string {
  const file = join(path, 'logs', 'casque.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

test.describe('a page whose process dies', () => {
  test('the phone does not notice the desk’s crash, and gets a new port to the next one', async () => {
    const running = await launch();
    const [, voice] = await pages(running);
    await takeNotes(voice);
    await voice.evaluate(() => Object.assign(globalThis, { witness: 'the same page' }));
    await running.crash('desk');
    await expect.poll(() => notesOf(voice)).toEqual(['port 1']);
    expect(await voice.evaluate(() => (globalThis as unknown as { witness: string }).witness)).toBe('the same page');
    const start = await evaluateIn<DeskStart>(running, 'desk', `window.casque.request('desk:start', null)`);
    expect(start.platform).toBe(process.platform);
    expect(logOf()).toContain('desk-process-gone');
  });

  test('the desk is told when the phone restarts, and gets a new port to it', async () => {
    const running = await launch();
    const [desk] = await pages(running);
    await takeNotes(desk);
    await running.crash('voice');
    await expect
      .poll(() => notesOf(desk))
      .toEqual(['desk:phone-process "restarting"', 'desk:phone-process "running"', 'port 1']);
  });

  test('a phone that hangs is ended and started again', async () => {
    const running = await launch();
    const [desk, voice] = await pages(running);
    await takeNotes(desk);
    await voice.evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    });
    await expect.poll(() => notesOf(desk), { timeout: 60_000 }).toContain('port 1');
    expect(logOf()).toContain('voice-hung');
  });
});

/** Casque as its own program, without Playwright. */
function startAlone(userDataDir: string, ...args: readonly string[]): Program {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return new Program(electronDist().executable, [`--user-data-dir=${userDataDir}`, ...sandbox, ROOT, ...args], {
    env: { ...process.env, ...display.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
  });
}

test.describe('a second start', () => {
  async function startAgain(running: CasqueApp, argument: string): Promise<void> {
    expect((await startAlone(running.userDataDir, argument).exited).code).toBe(0);
  }

  test('hands its link to the first one, which asks before it dials', async () => {
    const running = await launch();
    const [desk] = await pages(running);
    await takeNotes(desk);
    await startAgain(running, 'tel:+33-2-98-00-12-34');
    await expect.poll(() => notesOf(desk)).toEqual(['desk:dial "+33298001234"']);
    await startAgain(running, 'sip:201@pbx.example');
    await expect.poll(() => notesOf(desk)).toEqual(['desk:dial "+33298001234"', 'desk:dial "201@pbx.example"']);
    expect(await running.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2);
  });

  test('with a link in the first one: it waits for the desk', async () => {
    const running = await launch({ args: ['tel:02%2098%2000%2012%2034'] });
    const [desk] = await pages(running);
    await takeNotes(desk);
    await expect.poll(() => notesOf(desk)).toContain('desk:dial "0298001234"');
  });

  test('on another profile is another Casque', async () => {
    await launch();
    const other = await CasqueApp.launch({ name: 'shell other profile', display });
    try {
      await other.desk();
    } finally {
      await other.stop();
    }
  });
});

test.describe('what is kept', () => {
  test('settings that cannot be understood are kept aside and said', async () => {
    mkdirSync(profile(), { recursive: true });
    writeFileSync(join(profile(), 'settings.json'), '{ "theme": ');
    const running = await launch();
    const start = await ask<DeskStart>(await running.desk(), 'desk:start');
    expect(start.notices).toContain('SHELL_SETTINGS_MALFORMED');
    expect(start.settings.theme).toBe('system');
    expect(readFileSync(join(profile(), 'settings.json.broken'), 'utf8')).toBe('{ "theme": ');
  });

  test('a changed setting survives a kill, changes the theme at once and leaves the others alone', async () => {
    const running = await launch();
    const desk = await running.desk();
    await ask(desk, 'desk:settings', { lastLogin: 'camille' });
    await ask(desk, 'desk:settings', { theme: 'dark' });
    // Playwright lets pages believe in a light theme, so the shell itself is asked.
    expect(await running.electron.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true);
    await running.kill();
    await running.start();
    const { settings } = await ask<DeskStart>(await running.desk(), 'desk:start');
    expect(settings).toMatchObject({ theme: 'dark', lastLogin: 'camille' });
  });

  test('the window opens where it was', async () => {
    const running = await launch();
    await running.desk();
    const bounds = { x: 40, y: 60, width: 1000, height: 700 };
    const read = () =>
      running.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((window) => window.webContents.getURL().startsWith('app://desk'))
          ?.getBounds(),
      );
    await running.electron.evaluate(({ BrowserWindow }, wanted) => {
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().startsWith('app://desk'))
        ?.setBounds(wanted);
    }, bounds);
    await expect.poll(read).toEqual(bounds);
    await running.quit();
    await running.start();
    await running.desk();
    await expect.poll(read).toEqual(bounds);
  });

  test('the session is sealed by the keyring, and gives the phone its line at the next start without the desk', async () => {
    const keyring = await Keyring.start();
    try {
      const running = await launch({ keyring });
      expect(await ask(await running.desk(), 'desk:session-save', session())).toEqual({ kept: true });
      const file = readFileSync(join(profile(), 'session.json'), 'utf8');
      expect(JSON.parse(file)).toMatchObject({ version: 1, backend: 'gnome_libsecret' });
      expect(file).not.toContain(session().token);
      await running.kill();
      await running.start();
      const [desk, voice] = await Promise.all([running.desk(), running.voice()]);
      expect((await ask<DeskStart>(desk, 'desk:start')).session).toEqual(session());
      expect(await ask(voice, 'voice:account')).toMatchObject({ mode: 'line', line: session().info.line });
      await ask(desk, 'desk:session-clear');
      expect(await ask(voice, 'voice:account')).toEqual({ mode: 'none' });
      expect(existsSync(join(profile(), 'session.json'))).toBe(false);
    } finally {
      await app?.stop();
      await keyring.stop();
    }
  });

  test('without a keyring the session stays in memory, and the desk is told', async () => {
    const running = await launch();
    const desk = await running.desk();
    expect((await ask<DeskStart>(desk, 'desk:start')).notices).toEqual([]);
    expect(await ask(desk, 'desk:session-save', session())).toEqual({ kept: false });
    expect(existsSync(join(profile(), 'session.json'))).toBe(false);
    const start = await ask<DeskStart>(desk, 'desk:start');
    expect(start.session).toEqual(session());
    expect(start.notices).toEqual(['SHELL_SECRETS_NOT_KEPT']);
    await running.kill();
    await running.start();
    expect((await ask<DeskStart>(await running.desk(), 'desk:start')).session).toBeNull();
  });

  test('the phone is given the line as soon as somebody signs in, as the same instance every time', async () => {
    const running = await launch();
    const [desk, voice] = await pages(running);
    await takeNotes(voice);
    await ask(desk, 'desk:session-save', session());
    await expect.poll(() => notesOf(voice)).toHaveLength(1);
    const first = await ask<{ instanceId: string }>(voice, 'voice:account');
    await running.kill();
    await running.start();
    await ask(await running.desk(), 'desk:session-save', session());
    expect((await ask<{ instanceId: string }>(await running.voice(), 'voice:account')).instanceId).toBe(
      first.instanceId,
    );
  });

  test('a line on a server without encryption in the own network gets a phone that may talk to it', async () => {
    const running = await launch();
    const [desk, voice] = await Promise.all([running.desk(), running.voice()]);
    const given = session({ servers: ['ws://192.0.2.7:8088/ws'] });
    await voice.evaluate(() => Object.assign(globalThis, { loadedBefore: true }));
    await ask(desk, 'desk:session-save', given);
    await expect.poll(() => voice.evaluate(() => 'loadedBefore' in globalThis).catch(() => true)).toBe(false);
    expect(await ask(voice, 'voice:account')).toMatchObject({ mode: 'line', line: given.info.line });
    const blocked = voice.evaluate(
      () =>
        new Promise<string>((done) => {
          document.addEventListener('securitypolicyviolation', (event) => done(event.blockedURI));
          new WebSocket('ws://192.0.2.7:8088/ws').close();
          new WebSocket('ws://192.0.2.8:8088/ws').close();
        }),
    );
    expect(await blocked).toContain('192.0.2.8');
  });

  test('the practice switch gives the practice line and the prefilled sign-in', async () => {
    const env = { CASQUE_PRACTICE_LOGIN: 'camille', CASQUE_PRACTICE_PASSWORD: 'demo' };
    const running = await launch({ args: ['--practice'], env });
    const [desk, voice] = await Promise.all([running.desk(), running.voice()]);
    const start = await ask<DeskStart>(desk, 'desk:start');
    expect(start).toMatchObject({ practice: true, practiceSignIn: { login: 'camille', password: 'demo' } });
    await ask(desk, 'desk:session-save', session());
    expect(await ask(voice, 'voice:account')).toMatchObject({ mode: 'practice', country: 'FR' });
  });
});

test('the phone is told when the machine wakes up', async () => {
  const running = await launch();
  const [, voice] = await pages(running);
  await takeNotes(voice);
  await running.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect.poll(() => notesOf(voice)).toEqual(['voice:resumed null']);
});

test('the phone is told when the machine is on another network', async () => {
  const running = await launch();
  const [, voice] = await pages(running);
  await takeNotes(voice);
  await running.electron.evaluate(() => {
    const os = process.getBuiltinModule('os');
    const wifi = {
      address: '198.51.100.7',
      internal: false,
      family: 'IPv4',
      netmask: '',
      mac: '',
      cidr: null,
    } as const;
    os.networkInterfaces = () => ({ wifi: [wifi] });
    process.getBuiltinModule('module').syncBuiltinESMExports();
  });
  await expect.poll(() => notesOf(voice)).toEqual(['voice:network-changed {"addressGone":true}']);
});

test.describe('the log', () => {
  test('has what the pages say, by code and without secrets', async () => {
    const running = await launch();
    const [desk, voice] = await Promise.all([running.desk(), running.voice()]);
    await ask(desk, 'desk:session-save', session());
    const line = (event: string) => ({
      level: 'error',
      event,
      detail: `refused ${session().token}, password=Sesame-ouvre-toi for +33 2 98 00 12 34`,
    });
    await ask(desk, 'desk:log', line('DESK_SAYS'));
    await ask(voice, 'voice:log', line('VOICE_SAYS'));
    await expect.poll(() => logOf()).toContain('error voice VOICE_SAYS refused ***, password=*** for ***34');
    expect(logOf()).toContain('error desk  DESK_SAYS');
    expect(logOf()).not.toContain('Sesame');
    expect(logOf()).not.toContain(session().token);
  });

  test('has what nobody caught, and the app goes on', async () => {
    const running = await launch();
    const desk = await running.desk();
    await running.electron.evaluate(() => {
      setTimeout(() => {
        throw new Error('nobody caught this');
      });
    });
    await expect.poll(() => logOf()).toContain('uncaught-exception Error: nobody caught this');
    expect((await ask<DeskStart>(desk, 'desk:start')).platform).toBe(process.platform);
  });
});

test('a data folder that cannot be written is said on screen, and Casque starts', async () => {
  const path = join(folder.path, 'read-only');
  mkdirSync(path);
  const undo = makeReadOnly(path);
  try {
    const running = await launch({ userDataDir: path });
    const desk = await running.desk();
    const start = await ask<DeskStart>(desk, 'desk:start');
    expect(start.notices).toContain('SHELL_DATA_FOLDER_READ_ONLY');
    await expect(desk.locator('body')).toContainText('ne peut pas écrire');
    await running.stop();
    const again = startAlone(path);
    await again.printed(new RegExp(`Casque .* ${path}`));
    await again.stop();
  } finally {
    await app?.stop();
    undo();
  }
});

/** For root every folder can be written, unless its whole file system is read-only. */
function makeReadOnly(path: string): () => void {
  if (process.getuid?.() !== 0) {
    chmodSync(path, 0o555);
    return () => chmodSync(path, 0o755);
  }
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', path]).status).toBe(0);
  return () => void spawnSync('umount', ['--lazy', path]);
}

/** What the shell promises to keep out, tried from inside the pages and from pages that are not ours. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { ROOT } from '../../scripts/setup/paths.mjs';
import { CasqueApp } from '../lab/app.ts';
import { Display } from '../lab/display.ts';

let display: Display;
let app: CasqueApp;
let desk: Page;
let voice: Page;
let stranger: Server;
let strangerUrl: string;

test.beforeAll(async () => {
  display = await Display.start();
  stranger = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Stranger</title>');
  });
  await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
  strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
  app = await CasqueApp.launch({
    name: 'shell security',
    display,
    args: ['--use-fake-device-for-media-stream'],
  });
  [desk, voice] = await Promise.all([app.desk(), app.voice()]);
});

test.afterAll(async () => {
  await app.stop();
  await display.stop();
  stranger.close();
});

/** Runs a script in a page of somebody else's that was opened with our preload. */
async function asStranger(script: string): Promise<unknown> {
  return app.electron.evaluate(
    async ({ BrowserWindow }, { url, preload, script: code }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      try {
        await window.loadURL(url);
        return (await window.webContents.executeJavaScript(code)) as unknown;
      } finally {
        window.destroy();
      }
    },
    { url: strangerUrl, preload: join(ROOT, 'out', 'preload', 'desk.cjs'), script },
  );
}

function readSettings({ userDataDir }: CasqueApp): Record<string, unknown> {
  return JSON.parse(readFileSync(join(userDataDir, 'settings.json'), 'utf8')) as Record<string, unknown>;
}

function windowCount(): Promise<number> {
  return app.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length);
}

test.describe('what a page is served', () => {
  for (const which of ['desk', 'voice'] as const) {
    test(`${which} gets a strict policy on every answer`, async () => {
      const page = which === 'desk' ? desk : voice;
      const answers = await page.evaluate(async () => {
        const script = document.querySelector<HTMLScriptElement>('script[src]')?.src ?? '';
        return Promise.all(
          [location.href, script].map(async (url) => {
            const { headers, status } = await fetch(url);
            return {
              status,
              policy: headers.get('content-security-policy') ?? '',
              type: headers.get('content-type'),
              sniff: headers.get('x-content-type-options'),
            };
          }),
        );
      });
      expect(answers.map(({ type }) => type)).toEqual(['text/html; charset=utf-8', 'text/javascript; charset=utf-8']);
      for (const { status, policy, sniff } of answers) {
        expect(status).toBe(200);
        expect(sniff).toBe('nosniff');
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("require-trusted-types-for 'script'");
        expect(policy.replace("'wasm-unsafe-eval'", '')).not.toContain('unsafe');
      }
      // Beyond its own files a document runs only the script that carries the nonce of this very answer; the phone's page alone
      // compiles WebAssembly.
      const sources = which === 'voice' ? "'self' 'wasm-unsafe-eval'" : "'self'";
      expect(answers.map(({ policy }) => /script-src ([^;]*);/.exec(policy)?.[1])).toEqual([
        expect.stringMatching(new RegExp(`^${sources} 'nonce-[A-Za-z0-9+/]{22}=='$`)),
        sources,
      ]);
    });
  }

  test('the style nonce is another one in every document, and is the one in the page', async () => {
    const nonces = await desk.evaluate(async () => {
      const read = async (): Promise<[string, string]> => {
        const answer = await fetch(location.href);
        const policy = answer.headers.get('content-security-policy') ?? '';
        return [/'nonce-([^']+)'/.exec(policy)?.[1] ?? '', await answer.text()];
      };
      return [await read(), await read()];
    });
    expect(nonces[0]?.[0]).not.toBe('');
    expect(nonces[0]?.[0]).not.toBe(nonces[1]?.[0]);
    for (const [nonce, text] of nonces) expect(text).toContain(`<meta property="csp-nonce" nonce="${nonce}">`);
  });

  for (const path of [
    '/../main/main.js',
    '/assets/../../main/main.js',
    '/assets/%2e%2e/%2e%2e/main/main.js',
    '/assets/..%2f..%2fmain%2fmain.js',
    '/assets/..%5c..%5cmain%5cmain.js',
    '/package.json',
    '/voice/index.html',
    '/nothing-here.js',
  ]) {
    test(`nothing at ${path}`, async () => {
      expect(await desk.evaluate(async (address) => (await fetch(address)).status, path)).toBe(404);
    });
  }

  test('one page cannot read the other’s files', async () => {
    const outcome = await desk.evaluate(() =>
      fetch('app://voice/index.html').then(
        () => 'read',
        () => 'refused',
      ),
    );
    expect(outcome).toBe('refused');
  });
});

test.describe('what a page cannot do', () => {
  const attempts: readonly (readonly [string, string])[] = [
    ['run a string as code', `new Function('return 1')()`],
    ['put markup into the page', `document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>'`],
    [
      'add an inline script',
      `const script = document.createElement('script');
       script.textContent = 'globalThis.injected = true';
       document.head.append(script);
       if (!('injected' in globalThis)) throw new Error('it did not run')`,
    ],
    ['load a script from elsewhere', `document.createElement('script').src = 'https://evil.example/x.js'`],
    ['start a worker from elsewhere', `new Worker('https://evil.example/x.js')`],
    ['start a worker from text', `new Worker(URL.createObjectURL(new Blob(['1'])))`],
    ['start a worker from what is no script', `new Worker('/index.html')`],
    ['make a Trusted Types policy of its own', `trustedTypes.createPolicy('evil', {})`],
    ['use Node', `require('fs')`],
    ['reach the process', `process.versions`],
  ];
  for (const [name, attempt] of attempts) {
    test(name, async () => {
      for (const page of [desk, voice]) {
        // In a task of its own: what the inspector evaluates may use eval, whatever the policy says.
        const outcome = await page.evaluate(
          `new Promise((done) => setTimeout(() => {
             try { ${attempt}; done('done') } catch (error) { done('refused: ' + error.name) }
           }))`,
        );
        expect(outcome).toMatch(/^refused/);
      }
    });
  }

  test('talk to a web server that is neither on https nor on this machine', async () => {
    const blocked = await desk.evaluate(
      () =>
        new Promise<string>((done) => {
          document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), {
            once: true,
          });
          fetch('http://192.0.2.1/').catch(() => undefined);
        }),
    );
    expect(blocked).toBe('connect-src');
  });

  test('show a frame', async () => {
    const blocked = await desk.evaluate(
      (url) =>
        new Promise<string>((done) => {
          document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), {
            once: true,
          });
          const frame = document.createElement('iframe');
          frame.src = url;
          document.body.append(frame);
          setTimeout(() => frame.remove());
        }),
      strangerUrl,
    );
    expect(blocked).toBe('frame-src');
  });

  const ways: readonly (readonly [string, string])[] = [
    ['a link', `const a = document.createElement('a'); a.href = URL_; document.body.append(a); a.click(); a.remove()`],
    ['its location', `location.href = URL_`],
    [
      'a form',
      `const f = document.createElement('form'); f.action = URL_; document.body.append(f); f.submit(); f.remove()`,
    ],
    ['window.open', `window.open(URL_)`],
    [
      'a link to a new window',
      `const a = document.createElement('a'); a.href = URL_; a.target = '_blank'; document.body.append(a); a.click(); a.remove()`,
    ],
    ['a file', `location.href = 'file:///etc/passwd'`],
    ['the other page', `location.href = 'app://voice/index.html'`],
  ];
  for (const [way, script] of ways) {
    test(`leave by ${way}`, async () => {
      const before = await windowCount();
      const refusals = (): number => app.log().split('navigation-refused').length;
      const refused = refusals();
      const marked = await desk.evaluate(() => ((globalThis as { marked?: boolean }).marked = true));
      expect(marked).toBe(true);
      await desk.evaluate(script.replaceAll('URL_', JSON.stringify(strangerUrl)));
      // Chromium refuses these two before the shell gets to see them.
      if (way !== 'a form' && way !== 'a file') await expect.poll(refusals).toBeGreaterThan(refused);
      expect(await desk.evaluate(() => (globalThis as { marked?: boolean }).marked)).toBe(true);
      expect(desk.url()).toMatch(/^app:\/\/desk\/index\.html/);
      expect(await windowCount()).toBe(before);
    });
  }
});

test.describe('permissions', () => {
  const microphone = `navigator.mediaDevices.getUserMedia({ audio: true }).then((s) => { s.getTracks().forEach((t) => t.stop()); return 'granted' }, (e) => e.name)`;

  test('the phone gets the microphone', async () => {
    expect(await voice.evaluate(microphone)).toBe('granted');
  });

  test('the phone does not get the camera', async () => {
    expect(await voice.evaluate(microphone.replace('audio: true', 'audio: true, video: true'))).toBe('NotAllowedError');
  });

  test('the desk does not get the microphone', async () => {
    expect(await desk.evaluate(microphone)).toBe('NotAllowedError');
  });

  test('the desk may notify and does not learn where the agent is', async () => {
    expect(await desk.evaluate(() => Notification.requestPermission())).toBe('granted');
    const position = await desk.evaluate(
      () =>
        new Promise((done) =>
          navigator.geolocation.getCurrentPosition(
            () => done('told'),
            (error) => done(error.code),
          ),
        ),
    );
    expect(position).toBe(1);
  });

  test('the phone gets the headsets that were connected, until they are forgotten; the desk gets none', async () => {
    // The machine has none: one is put among what Chromium found.
    await app.electron.evaluate(({ session }) => {
      session.defaultSession.prependListener(
        'select-hid-device',
        (_event: unknown, { deviceList }: { deviceList: object[] }) => {
          const jabra = { vendorId: 0x0b0e, productId: 0x0307, name: 'Jabra EVOLVE LINK MS', deviceId: '1' };
          const collections = [{ usagePage: 0x0b, usage: 5 }];
          deviceList.push({ ...jabra, collections });
        },
      );
    });
    const wish = (what: string): Promise<unknown> =>
      desk.evaluate(
        (argument) =>
          (window as unknown as { casque: { request: (c: string, a: string) => Promise<unknown> } }).casque.request(
            'desk:headsets',
            argument,
          ),
        what,
      );
    const known = (): unknown => readSettings(app)['headsets'];
    expect(await wish('connect')).toEqual({ found: 1 });
    expect(known()).toEqual([{ vendorId: 0x0b0e, productId: 0x0307, name: 'Jabra EVOLVE LINK MS' }]);
    expect(await wish('forget')).toEqual({ found: 0 });
    expect(known()).toEqual([]);
    for (const page of [desk, voice]) expect(await page.evaluate('navigator.hid.getDevices()')).toEqual([]);
    // A page that asks by itself, were it with a click, is given nothing, and nothing is remembered.
    const ask = 'navigator.hid.requestDevice({ filters: [] }).then((found) => found.length)';
    for (const page of [desk, voice]) expect(await page.evaluate(ask)).toBe(0);
    expect(known()).toEqual([]);
  });

  test('a page of somebody else’s gets nothing', async () => {
    expect(await asStranger(microphone)).toBe('NotAllowedError');
    expect(await asStranger('Notification.requestPermission()')).toBe('denied');
  });
});

test.describe('requests to the shell', () => {
  const ask = (channel: string): string =>
    `window.casque.request('${channel}', null).then(() => 'answered', (error) => error.message)`;

  test('each page reaches its own half of the contract', async () => {
    expect(await desk.evaluate(ask('desk:start'))).toBe('answered');
    expect(await voice.evaluate(ask('voice:account'))).toBe('answered');
    expect(await voice.evaluate(ask('desk:start'))).toBe('REQUEST_MALFORMED');
    expect(await desk.evaluate(ask('voice:account'))).toBe('REQUEST_MALFORMED');
  });

  test('a page of somebody else’s gets no answer, not even with our preload', async () => {
    expect(await asStranger(ask('desk:start'))).toBe('REQUEST_MALFORMED');
    expect(await asStranger(ask('voice:account'))).toBe('REQUEST_MALFORMED');
  });

  test('an argument that breaks the contract is refused, and its values stay out of the log', async () => {
    const outcome = await desk.evaluate(
      `window.casque.request('desk:session-save', { token: 'mot de passe de Camille' }).catch((error) => error.message)`,
    );
    expect(outcome).toBe('REQUEST_MALFORMED');
    expect(app.log()).not.toContain('mot de passe de Camille');
  });
});

test('both pages run sandboxed, isolated and without Node', async () => {
  const preferences = await app.electron.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .filter((contents) => contents.getURL().startsWith('app://'))
      // Not in Electron's types, and there since its beginnings.
      .map((contents) => (contents as unknown as { getLastWebPreferences: () => object }).getLastWebPreferences()),
  );
  expect(preferences).toHaveLength(2);
  for (const preference of preferences) {
    expect(preference).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  }
});

/**
 * The least phone that answers: Electron with one hidden window and JsSIP in it. `BENCH_PAGE` is its script. Nothing else: no
 * desk, no ring, no policies.
 */
import { readFileSync } from 'node:fs';
import { app, BrowserWindow, protocol, session } from 'electron';

protocol.registerSchemesAsPrivileged([{ scheme: 'least', privileges: { standard: true, secure: true } }]);

void app.whenReady().then(() => {
  protocol.handle('least', (request) => {
    const script = new URL(request.url).pathname === '/page.js';
    const body = script
      ? readFileSync(process.env.BENCH_PAGE)
      : '<!doctype html><meta charset="utf-8"><title>Least</title><script src="/page.js"></script>';
    return new globalThis.Response(body, { headers: { 'content-type': script ? 'text/javascript' : 'text/html' } });
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(true));
  session.defaultSession.setPermissionCheckHandler(() => true);
  const window = new BrowserWindow({
    show: false,
    webPreferences: { backgroundThrottling: false, autoplayPolicy: 'no-user-gesture-required' },
  });
  void window.loadURL('least://phone/');
});

/* global Response */
/**
 * The least application that the lab can be tried with: a visible window on `app://desk/`, a hidden one on `app://voice/` with
 * JsSIP in it, and nothing else.
 */
import { app, BrowserWindow, protocol, safeStorage, session } from 'electron';
import { readFileSync } from 'node:fs';

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

const page = (title, body) =>
  new Response(`<!doctype html><meta charset="utf-8"><title>${title}</title>${body}`, {
    headers: { 'content-type': 'text/html' },
  });

// A promise at the top level would keep Electron from getting ready.
void app.whenReady().then(() => {
  globalThis.secrets = {
    available: () => safeStorage.isEncryptionAvailable(),
    backend: () => safeStorage.getSelectedStorageBackend(),
    roundTrip: (text) => safeStorage.decryptString(safeStorage.encryptString(text)),
  };
  protocol.handle('app', (request) => {
    const { host, pathname } = new URL(request.url);
    if (pathname === '/jssip.js') {
      return new Response(readFileSync(process.env.LAB_JSSIP), { headers: { 'content-type': 'text/javascript' } });
    }
    return host === 'desk' ? page('Desk', '<h1>Desk</h1>') : page('Voice', '<script src="/jssip.js"></script>');
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(true));
  session.defaultSession.setPermissionCheckHandler(() => true);
  void new BrowserWindow({ width: 800, height: 600 }).loadURL('app://desk/');
  void new BrowserWindow({ show: false, webPreferences: { backgroundThrottling: false } }).loadURL('app://voice/');
});
app.on('window-all-closed', () => app.quit());

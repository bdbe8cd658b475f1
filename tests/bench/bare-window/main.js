// The least that an Electron window can be: one static page. The peer of `npm run bench -- startup`.
import path from 'node:path';
import { app, BrowserWindow } from 'electron';

// A promise at the top level would keep Electron from getting ready.
void app.whenReady().then(async () => {
  await new BrowserWindow({ width: 1280, height: 720 }).loadFile(path.join(import.meta.dirname, 'page.html'));
});

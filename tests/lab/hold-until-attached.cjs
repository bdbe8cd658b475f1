// Loaded into Electron's main process before the application, by app.ts. Playwright attaches while the application already makes
// its windows, and now and then waits for ever for a page that was just then moving to another process. So the application
// waits: Playwright calls `__playwright_run` once it has attached.
const { app } = require('electron');

const ready = app.whenReady();
app.whenReady = () => new Promise((resolve) => (globalThis.__playwright_run = () => ready.then(resolve)));

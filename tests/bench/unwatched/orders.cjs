// Loaded into Electron's main process before the application, by app.ts: does what the bench asks for, and answers.
const { webContents } = require('electron');

// As Chromium collects when memory runs low. A plain collection leaves V8's young generation as large as the last calls had made it, up to
// 16 MB in each page, worker and process, of which nothing is in use. The last value is for Electron, which cannot send functions.
const collecting = `gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }), null`;

/** The developer tools of a page, for these moments only: nothing else than they reaches a page's workers. */
async function collectIn(page) {
  const workers = [];
  const note = (_event, method, { sessionId }) => method === 'Target.attachedToTarget' && workers.push(sessionId);
  page.debugger.attach();
  page.debugger.on('message', note);
  await page.debugger.sendCommand('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: true,
  });
  await page.debugger.sendCommand('Runtime.evaluate', { expression: collecting });
  for (const worker of workers) await page.debugger.sendCommand('Runtime.evaluate', { expression: collecting }, worker);
  page.debugger.off('message', note);
  page.debugger.detach();
  return workers.length;
}

const does = {
  /** @returns how many workers collected with their pages */
  collect: async () => {
    let workers = 0;
    for (const page of webContents.getAllWebContents()) workers += await collectIn(page);
    (0, eval)(collecting);
    return workers;
  },
  pages: () => webContents.getAllWebContents().map((page) => [page.getOSProcessId(), page.getURL()]),
  press: (keyCode) => {
    const desk = webContents.getAllWebContents().find((page) => page.getURL().startsWith('app://desk'));
    for (const type of ['keyDown', 'keyUp']) desk?.sendInputEvent({ type, keyCode });
    return null;
  },
};

process.on('message', async ([order, argument]) => process.send([await does[order](argument)]));

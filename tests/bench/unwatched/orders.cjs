// Loaded into Electron's main process before the application, by app.ts: does what the bench asks for.
const { webContents } = require('electron');

const does = {
  collect: () => globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }),
  pages: () => process.send(webContents.getAllWebContents().map((page) => [page.getOSProcessId(), page.getURL()])),
  press: (keyCode) => {
    const desk = webContents.getAllWebContents().find((page) => page.getURL().startsWith('app://desk'));
    for (const type of ['keyDown', 'keyUp']) desk?.sendInputEvent({ type, keyCode });
  },
};

process.on('message', ([order, argument]) => does[order](argument));

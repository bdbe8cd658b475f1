import { BrowserWindow } from 'electron';
import { smallest, usual, type WindowState } from './window-state.ts';

export type DeskWindowOptions = {
  readonly state: WindowState;
  /** Absolute path of the preload. */
  readonly preload: string;
  readonly dark: boolean;
};

/** The background of each theme, so that the first frame has no flash. As `--background` in the desk's tokens. */
const background = { light: '#f7f9fa', dark: '#12181b' } as const;

export function createDeskWindow({ state, preload, dark }: DeskWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...usual,
    ...state.bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Casque',
    backgroundColor: dark ? background.dark : background.light,
    autoHideMenuBar: true,
    webPreferences: { preload, ...hardened },
  });
  if (state.maximised) window.maximize();
  return window;
}

/** Stated, not assumed: the defaults have changed between versions of Electron. */
export const hardened = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  // Electron would fetch its dictionaries from a server of Google's.
  spellcheck: false,
} as const;

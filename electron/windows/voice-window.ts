import { BrowserWindow } from 'electron';
import { hardened } from './desk-window.ts';

/**
 * The phone's window is never shown. Without throttling its timers and media stay steady while it is hidden; it may play
 * the ring tone without anybody having clicked in it.
 */
export function createVoiceWindow(preload: string): BrowserWindow {
  return new BrowserWindow({
    show: false,
    width: 200,
    height: 100,
    skipTaskbar: true,
    focusable: false,
    paintWhenInitiallyHidden: false,
    title: 'Casque (phone)',
    webPreferences: {
      preload,
      ...hardened,
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
}

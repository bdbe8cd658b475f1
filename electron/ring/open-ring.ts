import { join } from 'node:path';
import { app } from 'electron';
import type { NativeWords } from '../windows/native-words.ts';
import type { Windows } from '../windows/windows.ts';
import { showNotification } from './notification.ts';
import { RingSignals } from './ring-signals.ts';
import { SystemTray } from './system-tray.ts';

/** The system's own signs of a ringing phone: window, notification, tray and badge. */
export function openRing(windows: Windows, words: () => NativeWords): RingSignals {
  const act = (action: 'answer' | 'reject', callId: string): void => windows.send('voice', `voice:${action}`, callId);
  const toFront = (): void => windows.toFront();
  const tray = new SystemTray({ icon: join(import.meta.dirname, 'casque.png'), words, toFront, act });
  return new RingSignals({
    isInFront: () => windows.desk.isFocused(),
    attention: (on) => windows.attention(on),
    toFront,
    notify: showNotification,
    badge: (count) => {
      app.setBadgeCount(count);
      // Windows has no count there, but a sign.
      if (process.platform === 'win32') {
        windows.desk.setOverlayIcon(count === 0 ? null : tray.image('ringing'), words().incoming);
      }
    },
    tray: (presence, ringing) => tray.show(presence, ringing),
    act,
    words,
  });
}

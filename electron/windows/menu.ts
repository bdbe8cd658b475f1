import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { NativeWords } from './native-words.ts';

/**
 * Only what the system needs: editing on macOS, zoom everywhere (hidden behind Alt elsewhere). Nothing here reloads or
 * closes by a key: one slip would end a call.
 */
export function setMenu(platform: NodeJS.Platform, words: NativeWords): void {
  const mac: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      {
        label: words.edit,
        submenu: [
          { role: 'undo' },
          { role: 'redo' },
          { type: 'separator' },
          { role: 'cut' },
          { role: 'copy' },
          { role: 'paste' },
          { role: 'selectAll' },
        ],
      },
      {
        label: words.view,
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { type: 'separator' },
          { role: 'togglefullscreen' },
        ],
      },
    ]),
  );
}

import { writeFileSync } from 'node:fs';
import type { BrowserWindow } from 'electron';
import { writeAtomically } from '../files/atomic-write.ts';
import { oneAtATime } from '../files/one-at-a-time.ts';
import { writeWindowState } from './window-state.ts';

/** Milliseconds after the last move before it is written. */
const settled = 500;

/** Keeps position, size and maximised state of a window in `file`, as they change: a kill forgets nothing older. */
export function keepWindowState(window: BrowserWindow, file: string, onFailure: (error: unknown) => void): void {
  const inOrder = oneAtATime();
  let timer: NodeJS.Timeout | undefined;
  const content = (): string => writeWindowState({ bounds: window.getNormalBounds(), maximised: window.isMaximized() });
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!window.isDestroyed()) inOrder(() => writeAtomically(file, content())).catch(onFailure);
    }, settled);
  };
  window.on('resize', changed).on('move', changed).on('maximize', changed).on('unmaximize', changed);
  window.on('close', () => {
    clearTimeout(timer);
    try {
      // The process may end before an asynchronous write does.
      writeFileSync(file, content());
    } catch (error) {
      onFailure(error);
    }
  });
}

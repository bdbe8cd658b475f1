import { readFileSync } from 'node:fs';

/**
 * Content of a small file that the first window needs; null where it cannot be read, whatever the reason. Synchronous: while
 * Electron gets ready there is no turn of the event loop to read in.
 */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** The theme of a settings file, before the schemas are loaded: it decides the first frame's background. */
export function themeIn(settingsText: string | null): 'system' | 'light' | 'dark' {
  const found = /"theme"\s*:\s*"(light|dark)"/.exec(settingsText ?? '')?.[1];
  return found === 'light' || found === 'dark' ? found : 'system';
}

/** The server of a settings file, before the schemas are loaded: the desk's policy has to name it. */
export function serverUrlIn(settingsText: string | null): string {
  return /"serverUrl"\s*:\s*"([^"\\]*)"/.exec(settingsText ?? '')?.[1] ?? '';
}
